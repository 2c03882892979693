/** Updates and deletes whose outcome the service showed late, not at all, or beside what somebody did by hand. */
import assert from "node:assert/strict";
import type { Values } from "../../../provider/organization/recorded";
import { domain, organization } from "../../support/organizations";
import { adele, diego, sponsored } from "../../support/sponsors";
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
  startStack,
  two,
  writes,
} from "./history";

const title = 'updating connected organization "Partner": ';
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

    it(`are two things when the first look after the change is old and ${when}`, async () => {
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
      `${title}Could not determine whether the declared domainIdentitySource wingtiptoys.onmicrosoft.com, domainIdentitySource adatum.com is the stored ${tenantText}, domainIdentitySource adatum.com. Declare the stored source itself, or ask for another organization by pulumi up --replace with the resource's URN.`,
    );
    stack.declared = organization(ownStored, other);
    await run(stack, "up");
    assert.deepEqual([writes(stack), stack.difference], [[], { changes: false }]);
    assert.deepEqual(picture(stack), pictureOf(id, [own, other], [ownStored, other]));
  });

  it("is the same when a look-up can tell", async () => {
    const stack = await startStack(two);
    stack.declared = renamed;
    await run(stack, "up", "refresh", "up");
    assert.deepEqual([writes(stack), stack.difference], [[], { changes: false }]);
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
    it(`gets back ${what} although the next look is old`, async () => {
      const stack = await startStack(from, { emulator: { switches: { patchedStaleReads: 1 } } });
      const { state, emulator } = stack;
      await run(stack, "refresh");
      const [before] = emulator.portal.list();
      // A change of sources looks first.
      refuseLook(stack, what.endsWith("source") ? 1 : 0, 403);
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
      const fault = { kind: "status", status: 403 } as const;
      emulator.faults.add({ method: "GET", path: "internalSponsors", skip: 1, times: "always", fault });
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

  it("gets back what a repair overwrote, although the next look is old", async () => {
    const stack = await startStack(one);
    const id = idOf(stack);
    refuseLook(stack, 0, 403);
    stack.declared = { ...one, displayName: "New" };
    await failing(stack, "up");
    stack.emulator.portal.patch(id, { description: "By hand" });
    stack.emulator.switches.set({ patchedStaleReads: 1 });
    refuseLook(stack, 1, 403);
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
    it(`succeeds when the organization answers ${goneAnswer} and ${deletedVisibleReads} looks still show it`, async () => {
      const stack = await startStack(one, { emulator: { switches: { goneAnswer, deletedVisibleReads } } });
      stack.emulator.faults.add({ method: "DELETE", fault: { kind: "status", status: 503, when: "after" } });
      await run(stack, "destroy");
      assert.deepEqual([stack.state, stack.emulator.portal.list()], [undefined, []]);
    });
  }
});
