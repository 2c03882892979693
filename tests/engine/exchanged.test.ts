/** An identity that somebody exchanged at the service, and one that the program exchanges, under the real engine. */
import assert from "node:assert/strict";
import { domain, litware, tenant } from "../support/sources";
import { failed, forEachDoor, isSettled, type Stack, startStack, succeeded } from "./support";

const stranger = "c3a9d5e1-7b42-4f86-9d10-2e8b6a4f7c53";
const another = "d7f2b8a6-1c39-4e54-8b07-5a9e3c6d1f42";
const buyer = "e1b4c7d9-2a58-4f63-9c81-7d0f5b3a6e24";

const stored = (tenantId: string) => [{ "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId }];
const organization = (displayName: string, identitySource: object) => ({
  displayName,
  identitySources: [identitySource],
});
const declared = {
  partner: organization("Partner", domain("wingtiptoys.com")),
  moved: organization("Moved", domain("fabrikam.com")),
};

forEachDoor("an exchanged identity under the real engine", function (door) {
  this.timeout(240_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack(declared, { door, settings: { timeoutSeconds: "8" } });
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());
  afterEach(() => stack.emulator.switches.reset());

  const find = (name: string) => {
    const found = stack.emulator.portal.list().find(({ displayName }) => displayName === name);
    assert.ok(found, `there is no ${name}`);
    return found;
  };
  /** What the service holds of each: its id and the tenants or domains. */
  const live = () =>
    stack.emulator.portal.list().map(({ id, displayName, identitySources }) => ({
      id,
      displayName,
      sources: identitySources.map(({ tenantId, domainName }) => tenantId ?? domainName),
    }));
  const exchange = (name: string, tenantId: string) =>
    stack.emulator.portal.patch(find(name).id, { identitySources: stored(tenantId) });
  const sourcesOf = async (name: string) => {
    const { id, inputs, outputs } = (await stack.project.resource(name)) ?? {};
    const resolved = outputs?.["resolvedIdentitySources"] as readonly { tenantId: string }[];
    return { id, declared: inputs?.["identitySources"], resolved: resolved.map(({ tenantId }) => tenantId) };
  };

  it("is shown in place by refresh and up, which puts the declared one back", async () => {
    const before = live();
    const { portal } = stack.emulator;
    portal.addTenant({ tenantId: buyer, displayName: "Fabrikam and Sons", domains: [] });
    portal.moveDomain("fabrikam.com", buyer);
    exchange("Partner", stranger);
    exchange("Moved", buyer);
    await succeeded(stack.project.refresh());
    const [partner, moved] = [find("Partner").id, find("Moved").id];
    assert.deepEqual(
      [await sourcesOf("partner"), await sourcesOf("moved")],
      [
        { id: partner, declared: [tenant(stranger)], resolved: [stranger] },
        { id: moved, declared: [domain("fabrikam.com")], resolved: [buyer] },
      ],
    );
    stack.sent();
    const output = await succeeded(stack.project.up(["--diff"]));
    assert.match(output, new RegExp(`- +tenantId *: "${stranger}"`));
    assert.doesNotMatch(output, /replace|fabrikam\.com/);
    assert.deepEqual(stack.writes(), ["PATCH"]);
    assert.deepEqual(
      live(),
      before.map((each) => (each.id === moved ? { ...each, sources: [buyer] } : each)),
    );
    await isSettled(stack);
  });

  it("that the service refuses to put back fails the up, and declaring what is stored accepts it", async () => {
    exchange("Partner", stranger);
    const before = live();
    stack.emulator.switches.set({ patchIdentitySources: "refused" });
    const output = await failed(stack.project.up(["--refresh"]));
    assert.match(
      output,
      new RegExp(
        `updating connected organization "Partner" \\(${find("Partner").id}\\): .*azureActiveDirectoryTenant ${stranger}.*[Dd]eclar`,
      ),
    );
    assert.deepEqual(live(), before);
    await stack.declare({ ...declared, partner: organization("Partner", tenant(stranger)) });
    await isSettled(stack);
    assert.deepEqual(live(), before);
  });

  it("that the service ignores fails the up in the same way, and the next one finishes", async () => {
    const before = live();
    exchange("Partner", another);
    stack.emulator.switches.set({ patchIdentitySources: "ignored" });
    const output = await failed(stack.project.up(["--refresh"]));
    assert.match(
      output,
      new RegExp(
        `updating connected organization "Partner" \\(${find("Partner").id}\\): .*azureActiveDirectoryTenant ${another}.*[Dd]eclar`,
      ),
    );
    assert.deepEqual(find("Partner").identitySources, stored(another));
    stack.emulator.switches.reset();
    await succeeded(stack.project.up());
    assert.deepEqual(live(), before);
    await isSettled(stack);
  });

  it("in the program, of a tenant or of a domain, replaces in one up, delete first", async () => {
    const before = live();
    const after = {
      partner: organization("Partner", tenant(litware)),
      moved: organization("Moved", domain("adatum.com")),
    };
    await stack.declare(after);
    stack.emulator.clearRequests();
    assert.match(await succeeded(stack.project.up()), /\+-2 replaced/);
    const steps = stack.emulator.requests.flatMap(({ method, path, body }) => {
      const gone = before.find(({ id }) => method === "DELETE" && path.includes(id));
      if (gone) return [`delete ${gone.displayName}`];
      return method === "POST" && /connectedOrganizations\/?$/i.test(path)
        ? [`create ${(body as { displayName: string }).displayName}`]
        : [];
    });
    const stepsOf = (name: string) => steps.filter((step) => step.endsWith(name));
    assert.deepEqual(
      [steps.length, stepsOf("Partner"), stepsOf("Moved")],
      [4, ["delete Partner", "create Partner"], ["delete Moved", "create Moved"]],
    );
    const states = [await stack.project.resource("partner"), await stack.project.resource("moved")];
    assert.deepEqual(
      new Set(live().map(({ id, displayName, sources }) => [displayName, id, ...sources].join(" "))),
      new Set([`Partner ${states[0]?.id} ${litware}`, `Moved ${states[1]?.id} adatum.com`]),
    );
    for (const { id } of before) assert.equal(stack.emulator.portal.get(id), undefined);
    await isSettled(stack);
  });
});
