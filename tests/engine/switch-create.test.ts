/** The life of organizations under the real engine with every switch of the emulator turned, each position at least once. */
import assert from "node:assert/strict";
import { type Declarations, type Stack, startStack, succeeded, tenantOfFabrikam } from "./support";
import { rounds } from "./switch-rounds";

const domain = (domainName: string) => [{ type: "domainIdentitySource", domainName }];
const organizations: Declarations = {
  swapped: { displayName: "Wingtip Toys", identitySources: domain("wingtiptoys.com") },
  kept: { displayName: "Bücher", description: "Books", identitySources: domain("bücher-laden.example") },
  foreign: { displayName: "Proseware", state: "proposed", identitySources: domain("proseware.us") },
  tenant: {
    displayName: "Fabrikam",
    description: "Supplier",
    identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: tenantOfFabrikam }],
  },
};
/** One property each, so that each is sent and waited for on its own. */
const changed: Declarations = {
  swapped: { ...(organizations["swapped"] as object), displayName: "Wingtip Toys (EU)" },
  kept: { ...(organizations["kept"] as object), description: "" },
  foreign: { ...(organizations["foreign"] as object), state: "configured" },
  tenant: { ...(organizations["tenant"] as object), description: "Supplier of parts" },
};

describe("organizations under the real engine", function () {
  this.timeout(180_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({});
  });
  after(async () => {
    stack.emulator.switches.reset();
    await stack?.end();
  });

  for (const [index, switches] of rounds.entries()) {
    it(`live from create to destroy with every switch turned, round ${index + 1} of ${rounds.length}`, async () => {
      stack.emulator.switches.reset();
      stack.emulator.switches.set(switches);
      await stack.declare(organizations);
      await succeeded(stack.project.up());
      await succeeded(stack.project.up(["--refresh", "--expect-no-changes"]));
      await stack.declare(changed);
      await succeeded(stack.project.up());
      const stored = stack.emulator.portal.list().map(({ displayName, description, state }) => {
        return [displayName, description ?? "", state];
      });
      assert.deepEqual(stored.sort(), [
        ["Bücher", "", "configured"],
        ["Fabrikam", "Supplier of parts", "configured"],
        ["Proseware", "", "configured"],
        ["Wingtip Toys (EU)", "", "configured"],
      ]);
      await succeeded(stack.project.destroy());
      assert.deepEqual(stack.emulator.portal.list(), []);
    });
  }
});
