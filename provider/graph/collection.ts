/**
 * Pages of the collection, read ahead of the reads of single organizations: a refresh asks for each organization
 * separately. Batches pay for the pages with the requests they saved.
 */
import { type Clock, unlessAborted } from "../clock";
import type { Operation } from "../operation";
import { type Organization, organizationFromGraph } from "../organization/organization";
import { guid } from "../organization/text-rule";
import { waits } from "../waits";
import type { Credit } from "./credit";
import { segment } from "./segment";
import { SharedList } from "./shared-list";

export const collection = "/identityGovernance/entitlementManagement/connectedOrganizations";

export function pathTo(id: string): string {
  return `${collection}/${segment(id)}`;
}

/** The share of organizations already found on a page from which further pages are worth waiting for. */
const worthwhile = 0.1;

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
  /** The ids on the pages so far, in lower case and in their order, and where each stands. */
  readonly listed: string[] = [];
  readonly positions = new Map<string, number>();
  #nextPage: unknown = collection;
  /** The page that was requested: whether it was answered soon. */
  #underWay: Promise<boolean> | undefined;
  /** The last operation that asked for an organization since a page was requested. */
  #askedBy: Operation | undefined;
  #asked = 0;
  #foundAtOnce = 0;

  constructor(
    readonly readPage: (operation: Operation, path: string) => Promise<Record<string, unknown>>,
    readonly clock: Clock,
    readonly credit: Credit,
  ) {}

  /** Whether the last page was read. */
  get isWhole(): boolean {
    return typeof this.#nextPage !== "string";
  }

  /** Adds saved requests to the credit, and requests the next page if that is enough. */
  earn(requests: number): void {
    this.credit.earn(requests);
    this.#goOn();
  }

  /** An organization from a page, for its first read only: every later read must be fresh. */
  async take(operation: Operation, id: string): Promise<Organization | undefined> {
    const key = id.toLowerCase();
    this.#asked += 1;
    if (this.#found.has(key)) this.#foundAtOnce += 1;
    await this.#waitForPages(operation, key);
    const found = this.#found.get(key);
    this.forget(id);
    if (!found || this.clock.now() - found.at > waits.pageAge) return undefined;
    this.earn(1);
    return found.organization;
  }

  /**
   * For the page under way, and for those that follow while pages hold much of what is asked for: where the list has another
   * order than the state, waiting for all of it is soonest.
   */
  async #waitForPages(operation: Operation, key: string): Promise<void> {
    const isHere = () => this.#found.has(key) || this.#forgotten.has(key);
    this.#askedBy = operation;
    while (this.#underWay && !isHere()) {
      if (!(await this.#underWay)) return;
      if (this.#foundAtOnce <= this.#asked * worthwhile) return;
      this.#askedBy = operation;
      this.#goOn();
    }
  }

  /** Call before a write: a page requested earlier must no longer answer for this organization. */
  forget(id: string): void {
    this.#forgotten.add(id.toLowerCase());
    this.#found.delete(id.toLowerCase());
  }

  /** Call before a look that must not be older: what a page showed earlier no longer answers for this organization. */
  forgetOlder(id: string, milliseconds: number): void {
    const found = this.#found.get(id.toLowerCase());
    if (found && this.clock.now() - found.at > milliseconds) this.forget(id);
  }

  /** Requests the next page if somebody asked and the credit allows. Errors are ignored: the single reads report them better. */
  #goOn(): void {
    const [operation, path] = [this.#askedBy, this.#nextPage];
    if (!operation || this.#underWay || typeof path !== "string" || this.#seen.has(path)) return;
    if (!this.credit.spend()) return;
    this.#askedBy = undefined;
    const answered = this.#readAhead(operation, path).finally(() => {
      this.#underWay = undefined;
      this.#goOn();
    });
    this.#underWay = unlessAborted(answered, this.clock.timeout(waits.page)).then(
      () => true,
      () => false,
    );
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
    if (guid.normalize(key) !== undefined && !this.positions.has(key))
      this.positions.set(key, this.listed.push(key) - 1);
    if (!this.#forgotten.has(key)) this.#found.set(key, { organization, at });
  }
}
