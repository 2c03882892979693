/** Answers that are not, or not quite, the organization that was asked for, under the real engine: none of them costs it. */
import assert from "node:assert/strict";
import type { FaultRule, TenantInput } from "../../emulator";
import { failed, forEachDoor, isSettled, type Stack, startStack, succeeded } from "./support";

type Source = Readonly<Record<string, unknown>>;

const typed = (type: string) => ({ "@odata.type": `#microsoft.graph.${type}` });
const backEnd = "#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.azureActiveDirectoryTenant";
const zero = "00000000-0000-0000-0000-000000000000";

const domainOf = (index: number) => `partner-${index}.example`;
const tenantOf = (index: number) => `5e8a1c34-92b7-4d0f-a6c3-${String(index).padStart(12, "0")}`;
const domain = (index: number) => ({ type: "domainIdentitySource", domainName: domainOf(index) });
const tenant = (index: number) => ({ type: "azureActiveDirectoryTenant", tenantId: tenantOf(index) });
const crossCloud = (index: number) => ({
  type: "crossCloudAzureActiveDirectoryTenant",
  tenantId: tenantOf(index),
  cloudInstance: "microsoftonline.us",
});
const federation = (index: number) => ({
  type: "externalDomainFederation",
  domainName: domainOf(index),
  issuerUri: `https://login.partner-${index}.example/adfs`,
});
const social = () => ({ type: "socialIdentitySource", socialIdentitySourceType: "facebook" });

/** A declared source, and what one refresh sees in place of the stored one. */
type Oddity = readonly [title: string, declare: (index: number) => Source, odd: (stored: Source) => unknown];

/** As long as the refresh takes. */
const lasting: readonly Oddity[] = [
  ["no type", domain, ({ tenantId }) => ({ tenantId })],
  ["no tenant id", domain, () => typed("azureActiveDirectoryTenant")],
  ["an empty tenant id", domain, (stored) => ({ ...stored, tenantId: "" })],
  ["a zero tenant id", domain, (stored) => ({ ...stored, tenantId: zero })],
  ["a braced tenant id", domain, (stored) => ({ ...stored, tenantId: `{${stored["tenantId"]}}` })],
  ["the tenant as one of another cloud", domain, (stored) => ({ ...stored, ...typed(crossCloud(0).type) })],
  ["a back-end namespace", domain, (stored) => ({ ...stored, "@odata.type": backEnd })],
  ["a kind of tomorrow", domain, (stored) => ({ ...stored, ...typed("verifiedWorkforceTenant") })],
  ["a tenant as its domain", tenant, (stored) => ({ ...typed("domainIdentitySource"), domainName: stored["own"] })],
  ["a cloud in capitals", crossCloud, (stored) => ({ ...stored, cloudInstance: "MicrosoftOnline.US" })],
  ["a cloud as its authority", crossCloud, (stored) => ({ ...stored, cloudInstance: "login.microsoftonline.us" })],
  ["a social kind in capitals", social, (stored) => ({ ...stored, socialIdentitySourceType: "Facebook" })],
  ["an issuer with a slash", federation, (stored) => ({ ...stored, issuerUri: `${stored["issuerUri"]}/` })],
  ["an issuer in capitals", federation, (stored) => ({ ...stored, issuerUri: `HTTPS://LOGIN.${stored["own"]}/adfs` })],
  ["a federation as a domain", federation, ({ own }) => ({ ...typed("domainIdentitySource"), domainName: own })],
];

/** In one answer. */
const passing: readonly Oddity[] = [
  ["a tenant id that is null", domain, (stored) => ({ ...stored, tenantId: null })],
  ["a tenant id that is a number", domain, (stored) => ({ ...stored, tenantId: 5 })],
  ["an empty source", domain, () => ({})],
  ["a source that is null", domain, () => null],
];

type Body = (id: string, another: object) => unknown;

/** Whole answers that are no organization, or not this one. */
const unreadable: readonly (readonly [title: string, body: Body])[] = [
  ["another organization", (_, another) => another],
  ["the path of something else", () => ({ id: "../../users", displayName: 7, identitySources: "x" })],
  ["wrong types", (id) => ({ id, displayName: 7, description: [], state: {}, identitySources: "x" })],
  ["an object without anything", () => ({})],
  ["nothing", () => null],
];

const oddities = [...lasting, ...passing];
const titles = [...oddities, ...unreadable].map(([title]) => title);
const declared = Object.fromEntries(
  titles.map((title, index) => {
    const [, declare] = oddities[index] ?? ["", domain];
    return [title.replaceAll(" ", "-"), { displayName: title, identitySources: [declare(index)] }];
  }),
);
const tenants: TenantInput[] = titles.map((title, index) => {
  const isFederated = oddities[index]?.[1] === federation;
  return { tenantId: tenantOf(index), displayName: title, domains: isFederated ? [] : [domainOf(index)] };
});

forEachDoor("an odd answer to a read under the real engine", function (door) {
  this.timeout(180_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack(declared, { door, emulator: { seed: { tenants } } });
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());
  afterEach(() => {
    stack.emulator.faults.clear();
    delete stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"];
  });

  const live = () => stack.emulator.portal.list();
  const find = (title: string) => {
    const found = live().find(({ displayName }) => displayName === title);
    assert.ok(found, `there is no ${title}`);
    return found;
  };
  /** What the state says of each organization, without the provider's own records. */
  const ours = async () => {
    const { resources } = await stack.project.state();
    const organizations = resources.filter(({ type }) => type.endsWith(":ConnectedOrganization"));
    organizations.sort((left, right) => (left.urn < right.urn ? -1 : 1));
    return organizations.map(({ urn, id, inputs, outputs = {}, initErrors }) => {
      const shown = Object.entries(outputs).filter(([name]) => !name.startsWith("__"));
      return { urn, id, inputs, outputs: Object.fromEntries(shown), initErrors };
    });
  };
  const spoilReads = (id: string, fault: FaultRule["fault"], times: FaultRule["times"]) =>
    stack.emulator.faults.add({ method: "GET", path: id, times, fault });
  const oddOf = (index: number, id: string, odd: Oddity[2]): FaultRule["fault"] => {
    const [stored] = stack.emulator.portal.get(id)?.identitySources ?? [];
    const { own: _, ...source } = { ...(odd({ ...stored, own: domainOf(index) }) as Source | null) };
    return { kind: "merge", body: { identitySources: [odd({ ...stored }) === null ? null : source] } };
  };
  const spoilWhole = (times: FaultRule["times"]) => {
    const { internalSponsors: _, externalSponsors: __, ...another } = find("no type");
    for (const [title, body] of unreadable) {
      const { id } = find(title);
      spoilReads(id, { kind: "body", body: body(id, another) }, times);
    }
  };
  /** Else a page of all, read ahead, stands for the answers that are spoiled here. */
  const emptyPages = () =>
    stack.emulator.faults.add({
      method: "GET",
      path: /connectedOrganizations\/?(\?|$)/i,
      times: "always",
      fault: { kind: "body", body: { value: [] } },
    });

  it("changes and replaces nothing once the service is honest again", async () => {
    const [before, known] = [live(), await ours()];
    emptyPages();
    for (const [index, [title, , odd]] of oddities.entries()) {
      const { id } = find(title);
      spoilReads(id, oddOf(index, id, odd), index < lasting.length ? "always" : 1);
    }
    spoilWhole(1);
    await succeeded(stack.project.refresh());
    stack.emulator.faults.clear();
    const ids = (resources: Awaited<ReturnType<typeof ours>>) => resources.map(({ urn, id }) => [urn, id]);
    assert.deepEqual(ids(await ours()), ids(known));
    stack.sent();
    assert.doesNotMatch(await succeeded(stack.project.up()), /replace/);
    assert.deepEqual(stack.writes(), []);
    await isSettled(stack);
    assert.deepEqual([live(), await ours()], [before, known]);
  });

  it("that is exchanged with another one inside a batch is asked for again", async () => {
    const [before, known] = [live(), await ours()];
    emptyPages();
    stack.emulator.faults.add({ method: "POST", path: "$batch", fault: { kind: "exchange" } });
    await succeeded(stack.project.refresh(["--expect-no-changes"]));
    assert.equal(stack.emulator.faults.list().length, 1, "two answers were exchanged");
    assert.deepEqual([live(), await ours()], [before, known]);
  });

  it("that is never the organization fails the refresh and keeps the state", async () => {
    const known = await ours();
    stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = "2";
    emptyPages();
    spoilWhole("always");
    assert.match(await failed(stack.project.refresh()), /reading connected organization "[a-z ]+" \([0-9a-f-]+\): /);
    assert.deepEqual(await ours(), known);
  });
});
