/** Creates that were carried out and never looked at, and what happens to them before the next command. */
import assert from "node:assert/strict";
import { organization } from "../../support/organizations";
import {
  exchange,
  failing,
  forbidLookUp,
  foreign,
  idOf,
  isSettled,
  one,
  other,
  own,
  ownStored,
  picture,
  pictureOf,
  refuseLook,
  run,
  startUnseen,
  two,
  writes,
} from "./history";

const undecided =
  /^updating connected organization "Partner": Could not determine whether the declared .* is the stored /;

describe("a create that failed at its first look", () => {
  it("stays in state through a refresh to which the service does not show it yet, and is finished by up", async () => {
    const stack = await startUnseen(one, {
      emulator: { switches: { createdHiddenReads: 2, createdUnlistedReads: 1000 } },
    });
    const id = idOf(stack);
    await run(stack, "refresh");
    const looks = stack.emulator.requests.filter(({ path }) => path.endsWith(id)).map(({ status }) => status);
    assert.deepEqual([looks, picture(stack)], [[404, 404, 200], pictureOf(id, [own], [ownStored])]);
    await isSettled(stack, id, [ownStored]);
  });

  it("is waited for by a refresh for two minutes, and leaves the state when it is gone", async () => {
    const stack = await startUnseen(one);
    stack.emulator.portal.delete(idOf(stack));
    const startedAt = stack.clock.now();
    await run(stack, "refresh");
    const waited = stack.clock.now() - startedAt;
    assert.deepEqual([stack.state, waited > 60_000 && waited < 125_000], [undefined, true], `${waited}`);
  });

  const histories: [string, readonly ("refresh" | "up")[]][] = [
    ["the next up", ["up"]],
    ["an up after a refresh", ["refresh", "up"]],
  ];
  for (const [title, commands] of histories) {
    it(`and whose source was exchanged by hand is repaired in place by ${title}`, async () => {
      const stack = await startUnseen(one);
      const id = idOf(stack);
      exchange(stack, foreign);
      await run(stack, ...commands);
      await isSettled(stack, id, [ownStored]);
    });

    it(`and to which a source was added by hand is finished by ${title}`, async () => {
      const stack = await startUnseen(one);
      const id = idOf(stack);
      exchange(stack, ownStored, foreign);
      await run(stack, ...commands);
      await isSettled(stack, id, [ownStored]);
    });

    for (const stored of [[foreign], [ownStored, foreign]]) {
      it(`and of whose ${stored.length} stored sources no look-up can tell is left alone by ${title}, which says how to go on`, async () => {
        const stack = await startUnseen(one);
        const id = idOf(stack);
        exchange(stack, ...stored);
        forbidLookUp(stack);
        for (const command of commands.slice(0, -1)) await run(stack, command);
        const before = picture(stack);
        const message = await failing(stack, "up");
        assert.match(message, undecided);
        assert.match(
          message,
          /\. Declare the stored source itself, or ask for another organization by pulumi up --replace /,
        );
        assert.deepEqual([picture(stack), writes(stack)], [before, []]);
        stack.declared = organization(...stored);
        await run(stack, "up");
        await isSettled(stack, id, stored);
      });
    }
  }

  it("and whose source was exchanged by hand shows that as drift", async () => {
    for (const prepare of [() => undefined, forbidLookUp]) {
      const stack = await startUnseen(one);
      const id = idOf(stack);
      prepare(stack);
      exchange(stack, foreign);
      await run(stack, "refresh");
      assert.deepEqual(picture(stack), pictureOf(id, [foreign], [foreign]));
    }
  });
});

describe("a create of two sources that failed at its first look", () => {
  it("and again at the look after its second source was sent is finished by the up after that", async () => {
    const stack = await startUnseen(two);
    const id = idOf(stack);
    refuseLook(stack, 1);
    assert.match(await failing(stack, "up"), /^updating connected organization "Partner": Graph answered 400 /);
    assert.equal(writes(stack).length, 1);
    await run(stack, "up");
    await isSettled(stack, id, [ownStored, other]);
  });

  it("where no look-up can tell is finished by the remedy that its message gives", async () => {
    const stack = await startUnseen(two);
    const id = idOf(stack);
    forbidLookUp(stack);
    assert.match(await failing(stack, "up"), undecided);
    stack.declared = organization(ownStored, other);
    refuseLook(stack, 1);
    assert.match(await failing(stack, "up"), /Graph answered 400 /);
    await run(stack, "up");
    await isSettled(stack, id, [ownStored, other]);
  });

  it("and again at the look after its second source was sent gets rid of it when the program is set back", async () => {
    const stack = await startUnseen(two, { emulator: { switches: { patchedStaleReads: 1 } } });
    const id = idOf(stack);
    refuseLook(stack, 1);
    assert.match(await failing(stack, "up"), /Graph answered 400 /);
    stack.declared = one;
    await run(stack, "up");
    await isSettled(stack, id, [ownStored]);
  });
});
