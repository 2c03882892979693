/**
 * Pages of the collection, read ahead of the reads of single organizations: a refresh asks for each organization
 * separately. Batches pay for the pages with the requests they saved.
 */
import { type Clock, unlessAborted } from "../clock";
import type { Operation } from "../operation";
import { type Organization, organizationFromGraph } from "../organization/organization";
import { waits } from "../waits";
import { Credit } from "./credit";
import { SharedList } from "./shared-list";

export const collection = "/identityGovernance/entitlementManagement/connectedOrganizations";

interface Found {
  readonly organization: Organization;
  readonly at: number;
}

export class Collection {
  /** The list itself, as everyone who asks at about the same time gets it. */
  readonly whole = new SharedList<unknown[]>();
  readonly #found = new Map<string, Found>();
  readonly #forgotten = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #credit = new Credit();
  #nextPage: unknown = collection;
  #underWay: Promise<void> | undefined;
  /** The last operation that asked for an organization since a page was requested. */
  #askedBy: Operation | undefined;

  constructor(
    readonly readPage: (operation: Operation, path: string) => Promise<Record<string, unknown>>,
    readonly clock: Clock,
  ) {}

  /** Adds saved requests to the credit, and requests the next page if that is enough. */
  earn(requests: number): void {
    this.#credit.earn(requests);
    this.#goOn();
  }

  /** An organization from a page, for its first read only: every later read must be fresh. */
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

  /** Call before a write: a page requested earlier must no longer answer for this organization. */
  forget(id: string): void {
    this.#forgotten.add(id.toLowerCase());
    this.#found.delete(id.toLowerCase());
  }

  /** Requests the next page if somebody asked and the credit allows. Errors are ignored: the single reads report them better. */
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
    // A list may leave sources out, or show them later than a single read.
    if (!organization || organization.identitySources.length === 0) return;
    const key = organization.id.toLowerCase();
    if (!this.#forgotten.has(key)) this.#found.set(key, { organization, at });
  }
}
