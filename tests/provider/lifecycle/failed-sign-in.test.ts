/** A sign-in that fails in the middle of a create: what was sent before stays in doubt. */
import assert from "node:assert/strict";
import { UserError } from "../../../provider/errors";
import { messageOf } from "../../support/failures";
import { owned } from "../../support/sources";
import { startWorld, type World, type WorldOptions } from "../../support/world";

describe("a create whose answer is lost", () => {
  for (const method of ["GET", "POST"]) {
    it(`and whose sign-in fails before the next ${method} stays in doubt`, async () => {
      const between: WorldOptions["between"] = (next) => async (input, init) => {
        const isNext = init?.method === method && world.emulator.requests.length > 0;
        if (isNext) throw new UserError("The token has expired.", "Sign in again.");
        return await next(input, init);
      };
      const world: World = startWorld({}, {}, { between });
      world.emulator.faults.add({ method: "POST", fault: { kind: "reset" } });
      assert.equal(
        await messageOf(world.create(owned)),
        "The token has expired. It is not known whether the organization was created, because the answer was lost: Graph could not be reached: ECONNRESET. Sign in again. Run up again with adoptExisting: true, which takes the organization over if it was created.",
      );
    });
  }
});
