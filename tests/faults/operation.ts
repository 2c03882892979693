/** The operations of the matrix: what is there before, what is done, and what must be there in the end. */
import assert from "node:assert/strict";
import type { Organization, OrganizationInput, SeedInput } from "../../emulator";
import type { Values } from "../../provider/organization/recorded";
import { withSecret } from "../support/sign-in";
import { domain, litware, organization, tenant, wingtip } from "../support/sources";
import { adele, diego, guests, managers, megan } from "../support/sponsors";
import type { Trouble } from "./fault";
import { Stack, type StackOptions, type State } from "./stack";

export interface Operation {
  /** Left out: the operation starts from nothing that is declared. */
  readonly before?: Values;
  readonly declared: Values;
  readonly options?: StackOptions;
  /** Trouble that belongs to the operation. */
  readonly standing?: readonly Trouble[];
  /** Once `before` is there. */
  prepare?(stack: Stack): Promise<void> | void;
  run(stack: Stack): Promise<unknown>;
  /** What is stored in the end, as `type key`; nothing when the organization is gone. */
  readonly stored: readonly string[];
}

const own = domain("wingtiptoys.com");
const free = domain("adatum.com");
const small = organization(free);
const rich: Values = {
  ...organization(own, domain("litwareinc.com")),
  internalSponsors: [adele, managers],
  externalSponsors: [guests],
};
const both = [`azureActiveDirectoryTenant ${wingtip}`, `azureActiveDirectoryTenant ${litware}`];
const onlyOwn = both.slice(0, 1);
const onlyFree = ["domainIdentitySource adatum.com"];

const up = (stack: Stack) => stack.up();
const refresh = (stack: Stack) => stack.refresh();

/** Somebody else's organization for the same identity. */
function precede(stack: Stack, more: object = {}): void {
  const source = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: wingtip };
  stack.emulator.portal.create({ displayName: "Wingtip", state: "proposed", identitySources: [source], ...more });
}

const withoutBatches: StackOptions = { emulator: { switches: { batch: 404 } } };
const withoutPermission = ["EntitlementManagement.ReadWrite.All"];

export const operations = {
  "creating with two sources and sponsors": { declared: rich, run: up, stored: both },
  "creating where there are no batches": {
    declared: { ...rich, identitySources: [own] },
    options: withoutBatches,
    run: up,
    stored: onlyOwn,
  },
  "creating when the answer to the POST is lost": {
    declared: small,
    standing: [{ from: 0, fault: "a reset after it was done", span: "once" }],
    run: up,
    stored: onlyFree,
  },
  "creating when the POST itself is lost": {
    declared: organization(own),
    standing: [{ from: 0, fault: "a reset before it was done", span: "once" }],
    run: up,
    stored: onlyOwn,
  },
  "creating beside an organization that nobody declared": {
    declared: organization(own),
    prepare: (stack) => precede(stack),
    run: up,
    stored: onlyOwn,
  },
  adopting: {
    declared: { ...organization(own), adoptExisting: true, internalSponsors: [adele, diego] },
    prepare: (stack) => precede(stack, { internalSponsors: [adele, megan] }),
    run: up,
    stored: onlyOwn,
  },
  "finishing a partial create": {
    declared: { ...organization(own), internalSponsors: [adele] },
    async prepare(stack) {
      stack.line.begin({ from: 1, fault: "a 500", span: "outage" });
      await stack.up().catch(() => undefined);
    },
    run: up,
    stored: onlyOwn,
  },
  "replacing while the deleted one still shows": {
    before: small,
    declared: { ...small, identitySources: [own] },
    options: { emulator: { switches: { deletedVisibleReads: 1, deletedBusyCreates: 1 } } },
    run: up,
    stored: onlyOwn,
  },
  "refreshing with sponsors": { before: rich, declared: rich, run: refresh, stored: both },
  "refreshing with sponsors where there are no batches": {
    before: rich,
    declared: rich,
    options: withoutBatches,
    run: refresh,
    stored: both,
  },
  "refreshing after the partner joined Entra": {
    before: small,
    declared: small,
    prepare({ emulator }) {
      const joined = {
        tenantId: "0c4e7a91-5b2d-4f68-8e13-9a7b6c5d4e3f",
        displayName: "Adatum",
        domains: ["adatum.com"],
      };
      emulator.portal.joinEntra(joined);
      emulator.portal.setPermissions(withoutPermission);
    },
    run: refresh,
    stored: ["azureActiveDirectoryTenant 0c4e7a91-5b2d-4f68-8e13-9a7b6c5d4e3f"],
  },
  "refreshing after somebody deleted it": {
    before: small,
    declared: small,
    prepare: ({ emulator, state }) => emulator.portal.delete(state?.id ?? ""),
    run: refresh,
    stored: [],
  },
  "updating every property, source and sponsor": {
    before: { ...rich, identitySources: [own], internalSponsors: [adele, diego] },
    declared: {
      ...rich,
      displayName: "Wingtip",
      description: "",
      internalSponsors: [diego, megan],
      externalSponsors: [managers],
    },
    run: up,
    stored: both,
  },
  "updating sponsors where there are no batches": {
    before: { ...rich, identitySources: [own], internalSponsors: [adele, diego], externalSponsors: [] },
    declared: { ...rich, identitySources: [own], internalSponsors: [diego, megan], externalSponsors: [] },
    options: withoutBatches,
    run: up,
    stored: onlyOwn,
  },
  "declaring the domain of a stored tenant": {
    before: organization(tenant(wingtip)),
    declared: { ...organization(own), state: "proposed" },
    run: up,
    stored: onlyOwn,
  },
  deleting: { before: rich, declared: rich, run: (stack) => stack.destroy(), stored: [] },
  "deleting what no policy names": {
    before: small,
    declared: small,
    options: { settings: { protectInUse: "refuse" } },
    run: (stack) => stack.destroy(),
    stored: [],
  },
  "deleting what somebody deleted": {
    before: small,
    declared: small,
    prepare: ({ emulator, state }) => emulator.portal.delete(state?.id ?? ""),
    run: (stack) => stack.destroy(),
    stored: [],
  },
  "looking up by a domain, page by page": {
    before: rich,
    declared: rich,
    options: { emulator: { switches: { pageSize: 1, emptyPage: "first" } } },
    run: (stack) => stack.lookUp({ domainName: "wingtiptoys.com" }),
    stored: both,
  },
  "looking up by an id": {
    before: small,
    declared: small,
    run: (stack) => stack.lookUp({ id: stack.state?.id ?? "" }),
    stored: onlyFree,
  },
  "looking up by a name": {
    before: small,
    declared: small,
    run: (stack) => stack.lookUp({ displayName: "Partner" }),
    stored: onlyFree,
  },
  "creating after signing in": { declared: small, options: withSecret, run: up, stored: onlyFree },
  "refreshing with a token that ends": {
    before: small,
    declared: small,
    options: withSecret,
    async prepare(stack) {
      await stack.refresh();
      await stack.clock.sleep(3_540_000);
    },
    run: refresh,
    stored: onlyFree,
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as OperationName[];

/** Everything as it is when the operation begins. */
export async function arrange(operation: Operation): Promise<Stack> {
  const { before, declared, options = {}, standing, prepare } = operation;
  const start = before && (starts.get(operation) ?? (await startOf(operation, before)));
  const seed: SeedInput = start ? { organizations: [structuredClone(start.organization) as OrganizationInput] } : {};
  const stack = new Stack(declared, { ...options, emulator: { ...options.emulator, seed } });
  stack.state = start?.state;
  current = stack;
  await prepare?.(stack);
  stack.line.begin(undefined, standing);
  stack.longest = 0;
  return stack;
}

interface Start {
  readonly organization: Organization;
  readonly state: State | undefined;
}

const starts = new Map<Operation, Start>();

/** What was there before is made once, by the provider itself. */
async function startOf(operation: Operation, before: Values): Promise<Start> {
  const stack = new Stack(before);
  await stack.up();
  const [organization] = stack.emulator.portal.list();
  assert.ok(organization);
  const start = { organization, state: stack.state };
  starts.set(operation, start);
  return start;
}

let current: Stack;
/** Where the credential of the stack that is being tested sends its token request. */
export const currentFetch = (): typeof fetch => current.line.fetch as typeof fetch;
