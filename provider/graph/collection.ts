/**
 * The collection, page by page, beside the reads of single organizations. A refresh of many asks for each one on its
 * own; once enough requests were saved by batches, pages of the collection are taken ahead of what is still to come,
 * and never more of them than were saved.
 */
import { type Clock, unlessAborted } from "../clock";
import type { Operation } from "../operation";
import { type Organization, organizationFromGraph } from "../organization/organization";
import { waits } from "../waits";
import { Credit } from "./credit";

export const collection = "/identityGovernance/entitlementManagement/connectedOrganizations";

interface Found {
  readonly organization: Organization;
  readonly at: number;
}

export class Collection {
  readonly #found = new Map<string, Found>();
  readonly #forgotten = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #credit = new Credit();
  #nextPage: unknown = collection;
  #underWay: Promise<void> | undefined;
  /** The last operation that asked since a page was begun. */
  #askedBy: Operation | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #next: Promise<unknown> | undefined;

  constructor(
    readonly readPage: (operation: Operation, path: string) => Promise<Record<string, unknown>>,
    readonly clock: Clock,
  ) {}

  /** Requests that were saved by sharing: they pay for pages. */
  earn(requests: number): void {
    this.#credit.earn(requests);
    this.#goOn();
  }

  /** What a page said of the organization: for its first read only, so that every later look is a new one. */
  async take(operation: Operation, id: string): Promise<Organization | undefined> {
    const key = id.toLowerCase();
    this.#askedBy = operation;
    if (this.#underWay && !this.#found.has(key) && !this.#forgotten.has(key)) {
      await unlessAborted(this.#underWay, this.clock.timeout(waits.page)).catch(() => undefined);
    }
    const found = this.#found.get(key);
    this.forget(id);
    if (!found || this.clock.now() - found.at > waits.pageAge) return undefined;
    this.earn(1);
    return found.organization;
  }

  /**
   * Runs `read` when those that run already are over, for all that ask until then: so each sees the collection as it is
   * after it asked. A failure may be another operation's own, such as the end of its time, and so is tried again.
   */
  async share<T>(read: () => Promise<T>): Promise<T> {
    const joined = this.#next as Promise<T> | undefined;
    if (joined !== undefined) return await joined.catch(read);
    const next = this.#last.then(() => {
      this.#next = undefined;
      const running = read();
      this.#last = running.catch(() => undefined);
      return running;
    });
    this.#next = next;
    return await next;
  }

  /** From a write on, pages know nothing of this organization: one may be under way that was asked for before. */
  forget(id: string): void {
    this.#forgotten.add(id.toLowerCase());
    this.#found.delete(id.toLowerCase());
  }

  /** Begins the next page, if somebody asked and it is paid for. Errors are ignored: the single reads report them better. */
  #goOn(): void {
    const [operation, path] = [this.#askedBy, this.#nextPage];
    if (!operation || this.#underWay || typeof path !== "string" || this.#seen.has(path)) return;
    if (!this.#credit.spend()) return;
    this.#askedBy = undefined;
    this.#underWay = this.#readAhead(operation, path).finally(() => {
      this.#underWay = undefined;
      this.#goOn();
    });
  }

  async #readAhead(operation: Operation, path: string): Promise<void> {
    const at = this.clock.now();
    const page = await this.readPage(operation, path).catch((): Record<string, unknown> => ({}));
    const items = Array.isArray(page["value"]) ? page["value"] : [];
    for (const item of items) this.#keep(organizationFromGraph(item), at);
    this.#seen.add(path);
    this.#nextPage = page["@odata.nextLink"];
  }

  #keep(organization: Organization | undefined, at: number): void {
    // Without sources it is not what a single read would say, or not yet.
    if (!organization || organization.identitySources.length === 0) return;
    const key = organization.id.toLowerCase();
    if (!this.#forgotten.has(key)) this.#found.set(key, { organization, at });
  }
}
