/**
 * Which resource of this process an organization belongs to. The engine tells a provider neither names nor URNs, and
 * creates before it deletes where a resource was renamed, moved in a list or replaced by force: so what one resource
 * takes over must not be deleted for another, and no two may take the same.
 */
import { isDeepStrictEqual } from "node:util";
import { systemClock } from "../clock";
import { oneLine, quote, UserError } from "../errors";
import { type Operation, pause, remaining } from "../operation";
import type { Declared } from "../organization/organization";
import { recordedOf, sourcesOf, type Values } from "../organization/recorded";
import { matchSources } from "../organization/swap";
import { waits } from "../waits";

/** A resource that has an organization. */
interface Owner {
  readonly declared: Declared;
  /** By which its later calls are known; one that takes over an organization in this process has none. */
  readonly outputs?: Values;
  /** Made in this process, so that no other resource's delete can mean it. */
  readonly isNew?: boolean;
  /** Changed in this process, so that no other state can be equal. */
  readonly isUpdated?: true;
}

interface Spared {
  readonly id: string;
  readonly outputs: Values;
}

export class Owners {
  /** Checked declarations that have no organization yet. */
  readonly #open = new Map<string, Declared>();
  /** Declarations whose resource has, or had, an organization. */
  readonly #settled = new Set<string>();
  /** Declarations that were checked once more after that: the engine replaces their resource. */
  readonly #again = new Set<string>();
  readonly #owners = new Map<string, readonly Owner[]>();
  /** What was not deleted, by the declaration that is to have it. */
  readonly #spared = new Map<string, Spared>();
  /** Declarations whose create failed and left nothing in the state. */
  readonly #failed = new Set<string>();
  readonly #leaving = new Set<string>();
  readonly #deleted = new Set<string>();
  /** Who was the first to declare an identity of an organization that is to be created. */
  readonly #claims = new Map<string, Declared>();
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(readonly now: () => number = systemClock.now) {}

  /** The program declares this, of a new resource or of one that exists. */
  declare(declared: Declared): void {
    const text = JSON.stringify(declared);
    if (this.#settled.has(text)) this.#again.add(text);
    this.#open.set(text, declared);
    this.#heardAt = this.now();
  }

  /** @returns another declaration with one of the identities, which one organization cannot share with it */
  claim(identities: readonly string[], declared: Declared): Declared | undefined {
    const others = identities.flatMap((identity) => this.#claims.get(identity) ?? []);
    for (const identity of identities) if (!this.#claims.has(identity)) this.#claims.set(identity, declared);
    return others.find((other) => !isDeepStrictEqual(other, declared));
  }

  /**
   * The declaration is that of a resource that has the organization. Without a check before it, it is a refresh's.
   *
   * @throws UserError when another resource took the organization meanwhile
   */
  compare(id: string, outputs: Values, declared: Declared, isReplaced: boolean): void {
    if (!this.#open.has(JSON.stringify(declared))) return;
    this.#heardAt = this.now();
    if (isReplaced) {
      this.#leaving.add(key(id));
      return;
    }
    const taker = this.#ownersOf(id).find(({ isNew }) => isNew === false);
    if (taker) throw isTaken(id, declared, taker);
    this.#add(id, { declared, outputs });
  }

  /** A resource that is being created gets the organization. @throws UserError when it belongs to another one */
  take(id: string, declared: Declared, isNew: boolean): void {
    const [owner] = this.#ownersOf(id);
    if (owner) throw isTaken(id, declared, owner);
    this.#add(id, { declared, isNew });
  }

  /** The organization that was not deleted because of this declaration: its create is an update of that. */
  takeSpared(declared: Declared): Spared | undefined {
    const text = JSON.stringify(declared);
    const spared = this.#spared.get(text);
    this.#spared.delete(text);
    if (spared) this.#add(spared.id, { declared, outputs: spared.outputs });
    return spared;
  }

  /** The create of this declaration failed, and nothing of it is in the state. */
  failed(declared: Declared): void {
    this.#failed.add(JSON.stringify(declared));
  }

  /** Whether another resource is to be created under that name, so that one of that name may be either's. */
  hasNamesake(declared: Declared): boolean {
    const text = JSON.stringify(declared);
    return [...this.#open].some(([other, { displayName }]) => other !== text && displayName === declared.displayName);
  }

  updated(id: string, before: Values, after: Values): void {
    const now = this.#ownersOf(id).map((owner) =>
      isDeepStrictEqual(owner.outputs, before) ? { ...owner, outputs: after, isUpdated: true as const } : owner,
    );
    this.#owners.set(key(id), now);
  }

  /** @throws UserError when the state gives the organization to several resources that the program keeps */
  refuseShared(id: string, outputs: Values): void {
    const other = this.#ownersOf(id).find((owner) => !owner.isNew && !isDeepStrictEqual(owner.outputs, outputs));
    if (other) throw isTaken(id, recordedOf(outputs), other);
  }

  isOwned(id: string): boolean {
    return this.#ownersOf(id).length > 0;
  }

  /** Whether the program declares something else for its resource now, so that it is about to be deleted. */
  isLeaving(id: string): boolean {
    return this.#leaving.has(key(id));
  }

  /**
   * Whether the organization stays for another resource: one that has it, or one that is about to adopt it.
   *
   * @throws UserError when that one failed to adopt it: it must not be deleted, and no other state holds it
   */
  keeps(id: string, outputs: Values): boolean {
    // Two states of one adoption are equal: only the resource that the engine replaces is known to be the deleted one.
    const isReplaced = ({ declared }: Owner) => this.#again.has(JSON.stringify(declared));
    const isOther = (owner: Owner) =>
      !isDeepStrictEqual(owner.outputs, outputs) || !(owner.isUpdated || isReplaced(owner));
    const recorded = recordedOf(outputs);
    const known = sourcesOf(recorded);
    const wanted = [...this.#open].find(
      ([, open]) =>
        open.adoptExisting && matchSources(open.identitySources, known, recorded.resolutions).pairs.length > 0,
    );
    const owner = this.#ownersOf(id).find((one) => !one.isNew && isOther(one));
    const taker = owner?.declared ?? wanted?.[1];
    if (taker && this.#failed.has(JSON.stringify(taker))) throw isStillWanted(id, taker);
    if (owner) return true;
    if (!wanted) return false;
    this.#owners.delete(key(id));
    this.#spared.set(wanted[0], { id, outputs });
    return true;
  }

  isDeleted(id: string): boolean {
    return this.#deleted.has(key(id));
  }

  get isDeleting(): boolean {
    return this.#deleted.size + this.#leaving.size > 0;
  }

  /** From the request on nobody adopts it, whatever the service still shows. */
  async deleting(id: string, work: () => Promise<void>): Promise<void> {
    this.#deleted.add(key(id));
    this.#owners.delete(key(id));
    await work().catch((error: unknown) => {
      this.#deleted.delete(key(id));
      throw error;
    });
  }

  /** Waits for what the program may declare a moment later, and which decides whose an organization is. */
  async quiet(operation: Operation): Promise<void> {
    const step = waits.programQuiet / 5;
    const limit = Math.min(waits.programNoise, remaining(operation) / 3);
    for (let waited = 0; waited < limit && this.now() - this.#heardAt < waits.programQuiet; waited += step) {
      await pause(operation, step);
    }
  }

  #ownersOf(id: string): readonly Owner[] {
    return this.#owners.get(key(id)) ?? [];
  }

  #add(id: string, owner: Owner): void {
    const text = JSON.stringify(owner.declared);
    this.#open.delete(text);
    this.#failed.delete(text);
    this.#settled.add(text);
    this.#owners.set(key(id), [...this.#ownersOf(id), owner]);
  }
}

function isTaken(id: string, declared: Pick<Declared, "displayName">, owner: Owner): UserError {
  return new UserError(
    `The organization ${oneLine(id)} cannot belong to the resource ${quote(declared.displayName)}: it belongs to the resource ${quote(owner.declared.displayName)}.`,
    "Declare all identity sources of one organization in one resource, and remove the other resource; if that is in the state already, remove it with pulumi state delete.",
  );
}

function isStillWanted(id: string, { displayName }: Declared): UserError {
  return new UserError(
    `The organization ${oneLine(id)} was not deleted: the resource ${quote(displayName)} is to take it over, and could not.`,
    "Correct what failed there, and run up again.",
  );
}

function key(id: string): string {
  return id.toLowerCase();
}
