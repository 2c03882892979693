/**
 * Which resource of this process an organization belongs to. The engine tells a provider neither names nor URNs, and
 * creates before it deletes where a resource was renamed, moved in a list or replaced by force: so what one resource
 * takes over must not be deleted for another, and no two may take the same.
 */
import { isDeepStrictEqual } from "node:util";
import { oneLine, quote, UserError } from "./errors";
import type { Declared } from "./organization";
import { recordedOf, type Values } from "./recorded";
import { matchSources } from "./swap";

/** A resource that has an organization. */
interface Owner {
  readonly displayName: string;
  /** By which its later calls are known; one that takes over an organization in this process has none. */
  readonly outputs?: Values;
  /** Made in this process, so that no other resource's delete can mean it. */
  readonly isNew?: boolean;
}

export class Owners {
  /** Checked declarations that no organization has been found for yet, by their text. */
  readonly #open = new Map<string, Declared>();
  readonly #owners = new Map<string, readonly Owner[]>();
  readonly #leaving = new Set<string>();
  readonly #deleted = new Set<string>();

  /** The program declares this, of a new resource or of one that exists. */
  declare(declared: Declared): void {
    this.#open.set(JSON.stringify(declared), declared);
  }

  /** The declaration is that of a resource that has the organization. Without a check before it, it is a refresh's. */
  compare(id: string, outputs: Values, declared: Declared, isReplaced: boolean): void {
    if (!this.#open.has(JSON.stringify(declared))) return;
    if (isReplaced) this.#leaving.add(key(id));
    else this.#add(id, declared, { outputs });
  }

  /** A resource that is being created gets the organization. @throws UserError when it belongs to another one */
  take(id: string, declared: Declared, isNew: boolean): void {
    const [owner] = this.#owners.get(key(id)) ?? [];
    if (owner) throw isTaken(id, declared.displayName, owner.displayName);
    this.#add(id, declared, { isNew });
  }

  updated(id: string, before: Values, after: Values): void {
    const owners = this.#owners.get(key(id)) ?? [];
    const now = owners.map((owner) =>
      isDeepStrictEqual(owner.outputs, before) ? { ...owner, outputs: after } : owner,
    );
    this.#owners.set(key(id), now);
  }

  /** @throws UserError when the state gives the organization to several resources that the program keeps */
  refuseShared(id: string, outputs: Values): void {
    const other = this.#others(id, outputs)[0];
    if (other) throw isTaken(id, recordedOf(outputs).displayName, other.displayName);
  }

  isOwned(id: string): boolean {
    return (this.#owners.get(key(id)) ?? []).length > 0;
  }

  /** Whether the program declares something else for its resource now, so that a declaration still to come may want it. */
  isLeaving(id: string): boolean {
    return this.#leaving.has(key(id));
  }

  /** Whether the organization stays for another resource: one that has it, or one that is about to adopt it. */
  keeps(id: string, outputs: Values): boolean {
    if (this.#others(id, outputs).length > 0) return true;
    const { identitySources, stored, resolutions } = recordedOf(outputs);
    const known = [...stored, ...identitySources];
    const isWanted = [...this.#open.values()].some(
      (open) => open.adoptExisting && matchSources(open.identitySources, known, resolutions).pairs.length > 0,
    );
    if (isWanted) this.#owners.delete(key(id));
    return isWanted;
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

  #others(id: string, outputs: Values): Owner[] {
    const owners = this.#owners.get(key(id)) ?? [];
    return owners.filter((owner) => !owner.isNew && !isDeepStrictEqual(owner.outputs, outputs));
  }

  #add(id: string, declared: Declared, mark: Omit<Owner, "displayName">): void {
    this.#open.delete(JSON.stringify(declared));
    const owner = { displayName: declared.displayName, ...mark };
    this.#owners.set(key(id), [...(this.#owners.get(key(id)) ?? []), owner]);
  }
}

function isTaken(id: string, displayName: string, owner: string): UserError {
  return new UserError(
    `The organization ${oneLine(id)} cannot belong to the resource ${quote(displayName)}: it belongs to the resource ${quote(owner)}.`,
    "Declare all identity sources of one organization in one resource, and remove the other resource; one that is in the state already leaves it by pulumi state delete.",
  );
}

function key(id: string): string {
  return id.toLowerCase();
}
