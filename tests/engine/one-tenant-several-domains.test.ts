/** Several domains of one tenant in one declaration, under the real engine: one stored source is all of them. */
import assert from "node:assert/strict";
import type { Switches } from "../../emulator";
import { domain } from "../support/sources";
import {
  type Declarations,
  isSettled,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
} from "./support";

const tenant = (tenantId: string, displayName: string) => ({
  type: "azureActiveDirectoryTenant",
  tenantId,
  displayName,
});
const organization = (...domainNames: string[]) => ({
  displayName: domainNames[0],
  identitySources: domainNames.map(domain),
});

/** What the service does with the identity sources of a PATCH, and what is declared beside the former organizations. */
const positions: readonly (readonly [Partial<Switches>, Declarations])[] = [
  [
    { patchIdentitySources: "refused" },
    { fabrikam: organization("fabrikam.com", "fabrikam.onmicrosoft.com", "fabrikam.example") },
  ],
  [{ equalSources: "kept" }, { wingtip: organization("wingtiptoys.com", "wingtiptoys.onmicrosoft.com") }],
];

describe("several domains of one tenant under the real engine", function () {
  this.timeout(180_000);
  let stack: Stack;
  let declared: Declarations = {};

  before(async () => {
    stack = await startStack(declared, { settings: { timeoutSeconds: "20" } });
  });
  after(async () => stack?.end());
  afterEach(() => stack.emulator.switches.reset());

  const sources = async (name: string) => {
    const { inputs, outputs } = (await stack.project.resource(name)) ?? {};
    return [inputs?.["identitySources"], outputs?.["resolvedIdentitySources"]];
  };
  const staysUntouched = async () => {
    await isSettled(stack);
    assert.deepEqual(stack.writes(), []);
  };

  for (const [switches, added] of positions) {
    it(`are created by one POST with ${JSON.stringify(switches)}, and differ in nothing afterwards`, async () => {
      stack.emulator.switches.set(switches);
      declared = { ...declared, ...added };
      await stack.declare(declared);
      stack.sent();
      await succeeded(stack.project.up());
      assert.deepEqual(stack.writes(), ["POST"]);
      await staysUntouched();
    });
  }

  it("are one stored source in the state, whichever of them it came from", async () => {
    assert.deepEqual(
      [await sources("fabrikam"), await sources("wingtip")],
      [
        [
          ["fabrikam.com", "fabrikam.onmicrosoft.com", "fabrikam.example"].map(domain),
          [tenant(tenantOfFabrikam, "Fabrikam Inc")],
        ],
        [["wingtiptoys.com", "wingtiptoys.onmicrosoft.com"].map(domain), [tenant(tenantOfWingtip, "Wingtip Toys")]],
      ],
    );
  });

  it("come and go without a request that writes, also where the tenant is stored twice", async () => {
    stack.emulator.switches.set({ equalSources: "kept" });
    const live = stack.emulator.portal.list();
    const wingtip = live.find(({ displayName }) => displayName === "wingtiptoys.com");
    const [stored] = wingtip?.identitySources ?? [];
    assert.ok(wingtip && stored);
    stack.emulator.portal.patch(wingtip.id, { identitySources: [stored, stored] });
    await staysUntouched();
    stack.emulator.switches.set({ patchIdentitySources: "refused" });
    await stack.declare({
      fabrikam: { ...organization("fabrikam.example", "bücher.example"), displayName: "fabrikam.com" },
      wingtip: { ...organization("wingtiptoys.onmicrosoft.com"), displayName: "wingtiptoys.com" },
    });
    await succeeded(stack.project.up());
    assert.deepEqual(stack.writes(), []);
    const ids = stack.emulator.portal.list().map(({ id }) => id);
    assert.deepEqual(
      ids,
      live.map(({ id }) => id),
    );
    await staysUntouched();
  });
});
