/** What commands, each in a process of its own, make of what the service showed late, not at all, or as changed by hand. */
import assert from "node:assert/strict";
import type { Values } from "../../../provider/organization/recorded";
import { forbidLookUp, status } from "../../support/failures";
import { domain, organization } from "../../support/sources";
import { adele, diego, sponsored } from "../../support/sponsors";
import {
  exchange,
  failing,
  foreign,
  idOf,
  isSettled,
  one,
  other,
  own,
  ownStored,
  picture,
  pictureOf,
  refuseRead,
  run,
  startStack,
  startUnseen,
  two,
  writes,
} from "./history";

const title = 'updating connected organization "Partner": ';
const undecided = new RegExp(`^${title}Could not determine whether the declared .* is the stored `);

describe("a create that failed at its first read", () => {
  it("stays in state through a refresh to which the service does not show it yet, and is finished by up", async () => {
    const stack = await startUnseen(one, {
      emulator: { switches: { createdHiddenReads: 2, createdUnlistedReads: 1000 } },
    });
    const id = idOf(stack);
    await run(stack, "refresh");
    const reads = stack.emulator.requests.filter(({ path }) => path.endsWith(id)).map(({ status }) => status);
    assert.deepEqual([reads, picture(stack)], [[404, 404, 200], pictureOf(id, [own], [ownStored])]);
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

  for (const [how, commands] of [
    ["up", ["up"]],
    ["up after a refresh", ["refresh", "up"]],
  ] as const) {
    for (const stored of [[foreign], [ownStored, foreign]]) {
      it(`and then stored ${stored.length} by hand is repaired in place by an ${how}`, async () => {
        const stack = await startUnseen(one);
        const id = idOf(stack);
        exchange(stack, ...stored);
        await run(stack, ...commands);
        await isSettled(stack, id, [ownStored]);
      });

      it(`and then stored ${stored.length} that no look-up can tell is left alone by an ${how}, which says how to go on`, async () => {
        const stack = await startUnseen(one);
        const id = idOf(stack);
        exchange(stack, ...stored);
        forbidLookUp(stack);
        await run(stack, ...commands.slice(0, -1));
        const before = picture(stack);
        const message = await failing(stack, "up");
        assert.match(message, undecided);
        assert.match(
          message,
          /\. Declare the stored source itself, or replace the organization with pulumi up --replace /,
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

describe("a create of two sources that failed at its first read", () => {
  for (const [declared, patchedStaleReads, stored] of [
    [two, 0, [ownStored, other]],
    [one, 1, [ownStored]],
  ] as const) {
    it(`and again after its second source was sent ends with ${stored.length} when the program declares so many`, async () => {
      const stack = await startUnseen(two, { emulator: { switches: { patchedStaleReads } } });
      const id = idOf(stack);
      refuseRead(stack, 1);
      assert.match(await failing(stack, "up"), new RegExp(`^${title}Graph answered 400 `));
      assert.equal(writes(stack).length, 1);
      stack.declared = declared;
      await run(stack, "up");
      await isSettled(stack, id, stored);
    });
  }

  it("where no look-up can tell is finished by the remedy that its message gives", async () => {
    const stack = await startUnseen(two);
    const id = idOf(stack);
    forbidLookUp(stack);
    assert.match(await failing(stack, "up"), undecided);
    stack.declared = organization(ownStored, other);
    refuseRead(stack, 1);
    assert.match(await failing(stack, "up"), /Graph answered 400 /);
    await run(stack, "up");
    await isSettled(stack, id, [ownStored, other]);
  });
});

const lookUps: [string, typeof forbidLookUp | (() => void)][] = [
  ["a look-up can tell", () => undefined],
  ["no look-up can tell", forbidLookUp],
];

describe("a tenant that was added by hand, and a domain that the program adds without having seen it", () => {
  for (const [when, prepare] of lookUps) {
    it(`are two things when the service ignores the domain and ${when}`, async () => {
      const stack = await startStack(one);
      const id = idOf(stack);
      prepare(stack);
      exchange(stack, ownStored, foreign);
      stack.emulator.switches.set({ patchIdentitySources: "ignored" });
      stack.declared = two;
      const message = await failing(stack, "up");
      assert.match(message, /is the stored |was accepted, but Graph stores .* instead of /);
      await run(stack, "refresh");
      assert.deepEqual(picture(stack), pictureOf(id, [own, foreign], [ownStored, foreign]));
    });

    it(`are two things when the first read after the change is old and ${when}`, async () => {
      const stack = await startStack(one);
      const id = idOf(stack);
      prepare(stack);
      exchange(stack, ownStored, foreign);
      stack.emulator.switches.set({ patchedStaleReads: 1 });
      stack.declared = two;
      if (prepare === forbidLookUp) {
        assert.match(await failing(stack, "up"), /Could not determine whether the declared .* is the stored /);
        assert.deepEqual(writes(stack), []);
        stack.emulator.faults.clear();
        stack.restart();
      }
      await run(stack, "up");
      await isSettled(stack, id, [ownStored, other]);
    });
  }
});

describe("another domain of the same tenant beside a source that stays", () => {
  const renamed = organization(domain("wingtiptoys.onmicrosoft.com"), other);

  it("is refused before anything is sent when no look-up can tell, and the way out that is named works", async () => {
    const stack = await startStack(two);
    const id = idOf(stack);
    forbidLookUp(stack);
    stack.declared = renamed;
    const tenantText = `azureActiveDirectoryTenant ${ownStored["tenantId"]}`;
    assert.equal(
      await failing(stack, "up"),
      `${title}Could not determine whether the declared domainIdentitySource wingtiptoys.onmicrosoft.com, domainIdentitySource adatum.com is the stored ${tenantText}, domainIdentitySource adatum.com. Declare the stored source itself, or replace the organization with pulumi up --replace and the resource's URN.`,
    );
    stack.declared = organization(ownStored, other);
    await run(stack, "up");
    assert.deepEqual([writes(stack), stack.difference], [[], { changes: false }]);
    assert.deepEqual(picture(stack), pictureOf(id, [own, other], [ownStored, other]));
  });
});

describe("a program that is set back after an update whose outcome could not be seen", () => {
  const changes: [what: string, from: Values, to: Values][] = [
    ["displayName", one, { ...one, displayName: "New" }],
    ["description", one, { ...one, description: "" }],
    ["state", one, { ...one, state: "proposed" }],
    ["an added source", one, two],
    ["a removed source", two, one],
  ];
  for (const [what, from, to] of changes) {
    it(`gets back ${what} although the next read is old`, async () => {
      const stack = await startStack(from, { emulator: { switches: { patchedStaleReads: 1 } } });
      const { state, emulator } = stack;
      await run(stack, "refresh");
      const [before] = emulator.portal.list();
      // A change of sources reads first.
      refuseRead(stack, what.endsWith("source") ? 1 : 0, 403);
      stack.declared = to;
      assert.match(await failing(stack, "up"), new RegExp(`^${title}Graph answered 403 `));
      stack.declared = from;
      writes(stack);
      await run(stack, "up");
      assert.equal(writes(stack).length, 1);
      await run(stack, "refresh");
      const [after] = emulator.portal.list();
      assert.deepEqual(after, { ...before, modifiedDateTime: after?.modifiedDateTime });
      assert.deepEqual(stack.state?.outputs, { ...state?.outputs, modifiedDateTime: after?.modifiedDateTime });
    });
  }

  for (const [what, from, to] of [
    ["added", [adele], [adele, diego]],
    ["removed", [adele, diego], [adele]],
  ] as const) {
    it(`undoes a sponsor ${what} although the next list is old`, async () => {
      const stack = await startStack(sponsored({ internalSponsors: from }));
      const { emulator } = stack;
      emulator.switches.set({ sponsorsStaleReads: 1 });
      emulator.faults.add({ method: "GET", path: "internalSponsors", skip: 1, times: "always", fault: status(403) });
      stack.declared = sponsored({ internalSponsors: to });
      assert.match(await failing(stack, "up"), new RegExp(`^${title}Graph answered 403 `));
      assert.deepEqual(stack.members().internalSponsors, to);
      emulator.faults.clear();
      stack.declared = sponsored({ internalSponsors: from });
      await run(stack, "up");
      assert.deepEqual(stack.members().internalSponsors, from);
      await run(stack, "refresh", "up");
      assert.deepEqual([stack.state?.outputs["internalSponsors"], stack.difference], [from, { changes: false }]);
    });
  }

  it("gets back what a repair overwrote, although the next read is old", async () => {
    const stack = await startStack(one);
    const id = idOf(stack);
    refuseRead(stack, 0, 403);
    stack.declared = { ...one, displayName: "New" };
    await failing(stack, "up");
    stack.emulator.portal.patch(id, { description: "By hand" });
    stack.emulator.switches.set({ patchedStaleReads: 1 });
    refuseRead(stack, 1, 403);
    await failing(stack, "up");
    stack.declared = { ...one, description: "By hand" };
    await run(stack, "up");
    const [live] = stack.emulator.portal.list();
    assert.deepEqual([live?.displayName, live?.description], ["Partner", "By hand"]);
  });
});

describe("a delete that was carried out and answered as a failure", () => {
  for (const [goneAnswer, deletedVisibleReads] of [
    [404, 0],
    [404, 1000],
    [403, 0],
    [403, 3],
  ] as const) {
    it(`succeeds when the organization answers ${goneAnswer} and ${deletedVisibleReads} reads still show it`, async () => {
      const stack = await startStack(one, { emulator: { switches: { goneAnswer, deletedVisibleReads } } });
      stack.emulator.faults.add({ method: "DELETE", fault: { ...status(503), when: "after" } });
      await run(stack, "destroy");
      assert.deepEqual([stack.state, stack.emulator.portal.list()], [undefined, []]);
    });
  }
});
