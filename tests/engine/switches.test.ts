/** The swap under the real engine: one POST, then no difference, whatever the service does and however it is written. */
import assert from "node:assert/strict";
import {
  type Declarations,
  forEachDoor,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
  wingtip,
} from "./support";
import { rounds } from "./switch-rounds";

const domain = (domainName: string) => [{ type: "domainIdentitySource", domainName }];
const tenant = (tenantId: string) => [{ type: "azureActiveDirectoryTenant", tenantId }];
const forms: Readonly<Record<string, readonly (readonly object[])[]>> = {
  wingtip: [
    domain("wingtiptoys.com"),
    domain("WINGTIPTOYS.COM"),
    [{ ...domain("wingtiptoys.com.")[0], displayName: "Another name" }],
    tenant(tenantOfWingtip.toUpperCase()),
  ],
  fabrikam: [
    domain("bücher.example"),
    domain("xn--bcher-kva.example"),
    domain("BÜCHER.example."),
    tenant(tenantOfFabrikam.toUpperCase()),
  ],
  adatum: [domain("adatum.com"), domain("ADATUM.COM."), [{ ...domain("adatum.com")[0], displayName: "Any name" }]],
  northwind: [domain("northwind.example")],
};

/** Each organization with one of its forms; every one has been met after four turns. */
function turn(number: number): Declarations {
  const entries = Object.entries(forms).map(([name, all]) => {
    return [name, { ...wingtip, displayName: name, identitySources: all[number % all.length] }];
  });
  return Object.fromEntries(entries) as Declarations;
}

forEachDoor("a swapped domain under the real engine", function (door) {
  this.timeout(180_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack(turn(0), { door, settings: { timeoutSeconds: "60" } });
    await succeeded(stack.project.up());
    assert.equal(stack.sent().filter((method) => method === "POST").length, 4);
  });
  after(async () => {
    stack.emulator.switches.reset();
    await stack?.end();
  });

  async function expectNoChanges(why: string): Promise<void> {
    const { exitCode, output } = await stack.project.up(["--refresh", "--expect-no-changes"]);
    assert.equal(exitCode, 0, `${why}:\n${output}`);
    assert.deepEqual(stack.writes(), []);
  }

  it("shows no difference after the tenant was renamed", async () => {
    stack.emulator.portal.renameTenant(tenantOfWingtip, "Wingtip Toys Group");
    await expectNoChanges("after the rename");
    const resolved = (await stack.project.resource("wingtip"))?.outputs?.["resolvedIdentitySources"];
    assert.deepEqual(resolved, [{ ...tenant(tenantOfWingtip)[0], displayName: "Wingtip Toys Group" }]);
  });

  for (const [index, switches] of rounds.entries()) {
    it(`shows no difference with every switch turned, round ${index + 1} of ${rounds.length}`, async () => {
      await stack.declare(turn(index + 1));
      stack.emulator.switches.reset();
      stack.emulator.switches.set(switches);
      await expectNoChanges(`with ${JSON.stringify(switches)}`);
    });
  }

  it("shows no difference when partners joined Entra later, confirmed by a look-up or not verifiable", async () => {
    stack.emulator.switches.reset();
    await stack.declare(turn(0));
    await succeeded(stack.project.up(["--expect-no-changes"]));
    const joined = {
      adatum: "aaaaaaaa-0000-4000-8000-000000000001",
      northwind: "aaaaaaaa-0000-4000-8000-000000000002",
    };
    stack.emulator.portal.joinEntra({ tenantId: joined.adatum, displayName: "Adatum", domains: ["adatum.com"] });
    stack.emulator.portal.joinEntra({
      tenantId: joined.northwind,
      displayName: "Northwind",
      domains: ["northwind.example"],
    });
    const unavailable = { kind: "status", status: 503 } as const;
    stack.emulator.faults.add({ path: "northwind.example", times: "always", fault: unavailable });
    stack.sent();
    await expectNoChanges("after the partners joined");
    for (const [name, tenantId] of Object.entries(joined)) {
      const { resolvedIdentitySources, identitySources } = (await stack.project.resource(name))?.outputs ?? {};
      const [stored] = resolvedIdentitySources as { tenantId: string }[];
      assert.deepEqual([identitySources, stored?.tenantId], [forms[name]?.[0], tenantId]);
    }
    stack.emulator.faults.clear();
    await expectNoChanges("again");
  });
});
