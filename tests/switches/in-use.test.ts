/** `protectInUse: refuse` with every answer about policies that Microsoft's documentation leaves open. */
import assert from "node:assert/strict";
import { type Switches, switchTable } from "../../emulator";
import { messageOf } from "../support/failures";
import { policy, startProtected, suppliers } from "../support/in-use";
import { idsIn } from "../support/organizations";
import { first as id, second as other } from "../support/sources";

const user = { "@odata.type": "#microsoft.graph.singleUser", userId: other };
const also = (named: typeof suppliers) => ({
  ...named,
  specificAllowedTargets: [user, ...named.specificAllowedTargets],
});
const start = (switches: Partial<Switches>) =>
  startProtected("refuse", [also(policy("Staff")), also(suppliers)], switches);

const about = /polic|package|target|deleteUsed|pageSize|emptyPage|errorStyle/i;
const positions = Object.entries(switchTable)
  .filter(([name]) => about.test(name) && name !== "policiesPermission")
  .flatMap(([name, row]) => ("positions" in row ? row.positions : [1]).map((position) => [name, position] as const));

describe("protectInUse", () => {
  for (const [name, position] of positions) {
    it(`keeps what a policy names, and nothing else, with ${name} ${position}`, async () => {
      const world = start({ [name]: position });
      assert.match(
        await messageOf(world.remove(id)),
        /^The organization is in use by access-package policies: "Suppliers"/,
      );
      await world.remove(other);
      assert.deepEqual(idsIn(world), [id]);
    });
  }

  it("keeps everything while the policies must not be read", async () => {
    const world = start({ policiesPermission: "refused" });
    for (const one of [id, other]) assert.match(await messageOf(world.remove(one)), /^Could not determine whether/);
    assert.deepEqual(idsIn(world), [id, other]);
  });
});
