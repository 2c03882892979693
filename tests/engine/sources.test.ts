/** Identity sources under the real engine: several of them, a service that does not change them, and doubt. */
import assert from "node:assert/strict";
import { domain, tenant } from "../support/sources";
import {
  failed,
  forEachDoor,
  isSettled,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
} from "./support";

const partner = (...identitySources: unknown[]) => ({ partner: { displayName: "Partner", identitySources } });
const noChange = "Microsoft's documentation contradicts itself on whether identity sources can change.";

forEachDoor("identity sources under the real engine", function (door) {
  this.timeout(300_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack(partner(domain("wingtiptoys.com")), { door, settings: { timeoutSeconds: "20" } });
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());

  const only = () => {
    const [organization, ...others] = stack.emulator.portal.list();
    assert.ok(organization && others.length === 0);
    return organization;
  };
  const stored = () => only().identitySources.map(({ tenantId, domainName }) => tenantId ?? domainName);

  it("are added and removed in place beside a common one", async () => {
    const { id } = only();
    for (const [sources, expected] of [
      [
        [domain("adatum.com"), domain("wingtiptoys.com")],
        [tenantOfWingtip, "adatum.com"],
      ],
      [
        [domain("adatum.com"), tenant(tenantOfFabrikam)],
        ["adatum.com", tenantOfFabrikam],
      ],
      [[tenant(tenantOfFabrikam)], [tenantOfFabrikam]],
    ] as const) {
      await stack.declare(partner(...sources));
      assert.doesNotMatch(await succeeded(stack.project.up()), /replace/);
      assert.deepEqual([only().id, stored()], [id, expected]);
      await isSettled(stack);
    }
  });

  for (const [patchIdentitySources, fact] of [
    ["ignored", "The change of identitySources was accepted, but Graph stores"],
    ["refused", "The change of identitySources was refused: Graph answered 400 InvalidModel"],
  ] as const) {
    it(`that the service does not change are an error that loses nothing: ${patchIdentitySources}`, async () => {
      const before = only();
      const kept = (await stack.project.resource("partner"))?.outputs;
      stack.emulator.switches.set({ patchIdentitySources });
      await stack.declare(partner(tenant(tenantOfFabrikam), domain("adatum.com")));
      const output = await failed(stack.project.up());
      assert.match(output, new RegExp(`updating connected organization "Partner" \\(${before.id}\\): ${fact}`));
      assert.ok(output.includes(noChange), output);
      assert.deepEqual(only().identitySources, before.identitySources);
      const open =
        patchIdentitySources === "ignored" ? { __unfinished: true, __attempted: { identitySources: true } } : {};
      assert.deepEqual((await stack.project.resource("partner"))?.outputs, { ...kept, ...open });
      stack.emulator.switches.set({ patchIdentitySources: "replaces" });
      await succeeded(stack.project.up());
      assert.deepEqual([only().id, stored()], [before.id, [tenantOfFabrikam, "adatum.com"]]);
      await isSettled(stack);
      await stack.declare(partner(tenant(tenantOfFabrikam)));
      await succeeded(stack.project.up());
    });
  }

  it("may go from a tenant to one of its domains without a difference", async () => {
    await stack.declare(partner(domain("fabrikam.com")));
    await isSettled(stack);
  });

  it("are changed in place and not destroyed while nobody can say whose the domain is", async () => {
    const before = only();
    stack.emulator.faults.add(
      { path: "findTenantInformation", times: "always", fault: { kind: "status", status: 403 } },
      { path: "openid-configuration", times: "always", fault: { kind: "reset" } },
    );
    await stack.declare(partner(domain("fabrikam.example")));
    const output = await failed(stack.project.up());
    assert.match(
      output,
      new RegExp(
        `Could not determine whether the declared domainIdentitySource fabrikam.example is the stored azureActiveDirectoryTenant ${tenantOfFabrikam}\\. Declare the stored source itself, or replace the organization with pulumi up --replace and the resource's URN\\.`,
      ),
    );
    assert.deepEqual(only(), before);
    stack.emulator.faults.clear();
    await isSettled(stack);
  });
});
