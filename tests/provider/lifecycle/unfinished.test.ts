/** An update that ends half-way: what the state gets, and that the next one finishes or goes back. */
import assert from "node:assert/strict";
import { PartialFailure } from "../../../provider/errors";
import type { Values } from "../../../provider/organization/recorded";
import {
  domain,
  failureOf,
  messageOf,
  outputsNow,
  owned,
  partialOf,
  unchanged,
  unfinished,
  withoutAttempt,
} from "../../support/organizations";
import { adele, diego, guests, megan, members, sponsored, stranger } from "../../support/sponsors";
import { checked, startWorld, type World } from "../../support/world";

const before = sponsored({ internalSponsors: [adele], externalSponsors: [guests] });
const after = { ...sponsored({ internalSponsors: [megan], externalSponsors: [] }), description: "New" };

interface Row {
  readonly title: string;
  readonly spoil: (world: World, id: string) => void;
  readonly declared?: Values;
  readonly message: RegExp;
}

const always = "always";
const withoutAnswer = /^updating: Graph could not be reached: ECONNRESET/;
const forbidden = /^updating: Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All /;

const rows: Row[] = [
  {
    title: "a change that does not show",
    spoil: ({ emulator }) => emulator.switches.set({ patchedStaleReads: 1000 }),
    message: /^updating: Graph accepted description "New", but does not show it\. /,
  },
  {
    title: "a change that cannot be looked at",
    spoil: ({ emulator }) => emulator.faults.add({ method: "GET", times: always, fault: status(403) }),
    message: forbidden,
  },
  {
    title: "a change whose answers are lost",
    spoil: ({ emulator }) =>
      emulator.faults.add({ method: "PATCH", times: always, fault: { kind: "reset", when: "after" } }),
    message: withoutAnswer,
  },
  {
    title: "a change that may have been carried out, and was not",
    spoil: ({ emulator }) => emulator.faults.add({ method: "PATCH", times: always, fault: status(500) }),
    message: /^updating: Graph answered 500 InternalServerError: .* Run again later\.$/,
  },
  {
    title: "sources that are refused after the description was taken",
    spoil: ({ emulator }) => emulator.faults.add({ method: "PATCH", skip: 1, fault: status(400) }),
    declared: { ...after, identitySources: [domain("wingtiptoys.com"), domain("adatum.com")] },
    message: /^updating: The change of identitySources was refused: Graph answered 400 /,
  },
  {
    title: "a second sponsor that nobody knows",
    spoil: () => {},
    declared: sponsored({ internalSponsors: [diego, stranger], externalSponsors: [guests] }),
    message: new RegExp(`^updating: Adding ${stranger} to internalSponsors failed: `),
  },
  {
    title: "a removal that is forbidden after an addition",
    spoil: ({ emulator }) => emulator.faults.add({ method: "DELETE", path: "$ref", times: always, fault: status(403) }),
    declared: sponsored({ internalSponsors: [megan], externalSponsors: [guests] }),
    message: forbidden,
  },
  {
    title: "a removal that is forbidden after another",
    spoil: ({ emulator }) => emulator.faults.add({ method: "DELETE", path: guests, times: always, fault: status(403) }),
    declared: sponsored({ internalSponsors: [], externalSponsors: [] }),
    message: forbidden,
  },
  {
    title: "an addition without an answer, and a list that cannot be read then",
    spoil: ({ emulator }) =>
      emulator.faults.add(
        { method: "POST", path: "$ref", fault: { kind: "reset", when: "after" } },
        { method: "GET", path: "internalSponsors", skip: 1, times: always, fault: status(403) },
      ),
    declared: sponsored({ internalSponsors: [megan], externalSponsors: [guests] }),
    message: forbidden,
  },
  {
    title: "the second of two lists",
    spoil: ({ emulator }) => emulator.faults.add({ path: "externalSponsors", times: always, fault: status(403) }),
    message: forbidden,
  },
];

function status(code: number): { kind: "status"; status: number } {
  return { kind: "status", status: code };
}

/** The service is well again, and has caught up. */
function heal({ emulator }: World, id: string): void {
  emulator.faults.clear();
  emulator.switches.reset();
  emulator.portal.patch(id, {});
}

describe("an update that ends half-way", () => {
  for (const { title, spoil, declared = after, message } of rows) {
    it(`with ${title} keeps the former outputs, and the next one finishes or goes back`, async () => {
      for (const [wanted, lists] of [
        [after, { internalSponsors: [megan], externalSponsors: [] }],
        [before, { internalSponsors: [adele], externalSponsors: [guests] }],
      ] as const) {
        const world = startWorld();
        const { id, outputs } = await world.create(before);
        spoil(world, id);
        const error = await partialOf(world.update(id, outputs, declared));
        assert.deepEqual([error.id, withoutAttempt(error.outputs)], [id, unfinished(outputs)]);
        assert.match(error.message, message);
        heal(world, id);
        const finished = await world.update(id, error.outputs, wanted);
        assert.deepEqual(finished, outputsNow(world, id, wanted));
        assert.equal(world.emulator.portal.get(id)?.description, wanted["description"]);
        assert.deepEqual(members(world, id), lists);
        assert.deepEqual(await world.compare(finished, wanted), unchanged);
      }
    });
  }

  it("is finished by a refresh as well, which shows what was carried out", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(before);
    const declared = { ...sponsored({ internalSponsors: [megan, stranger] }), description: "New" };
    const { outputs: open } = await partialOf(world.update(id, outputs, declared));
    const found = { ...after, internalSponsors: [adele, megan], externalSponsors: [guests] };
    assert.deepEqual(await world.read(id, open), { outputs: outputsNow(world, id, found), inputs: checked(found) });
  });

  it("because the organization is gone says to refresh, in the next update too", async () => {
    const world = startWorld({}, {}, { between: deletingAfter("PATCH", () => world) });
    const { id, outputs } = await world.create(owned);
    const text =
      "updating: Graph answered 404 ResourceNotFound: The resource was not found. Run refresh: what no longer exists leaves the state, and up creates it again.";
    const renamed = { ...owned, displayName: "Renamed" };
    const error = await partialOf(world.update(id, outputs, renamed));
    assert.equal(await messageOf(Promise.reject(error)), text);
    const again = await failureOf(world.update(id, error.outputs, renamed));
    assert.ok(!(again instanceof PartialFailure), "nothing was written");
    assert.equal(`updating: ${await messageOf(Promise.reject(again))}`, text);
    assert.equal(await world.read(id, error.outputs), undefined);
  });
});

/** Somebody deletes every organization as soon as a request of this method was answered. */
function deletingAfter(method: string, world: () => World): (next: typeof fetch) => typeof fetch {
  return (next) => async (input, init) => {
    const response = await next(input, init);
    const { portal } = world().emulator;
    if (init?.method === method) for (const { id } of portal.list()) portal.delete(id);
    return response;
  };
}

describe("an update that ends before it wrote anything", () => {
  const plain: [title: string, spoil: (world: World) => void, message: RegExp][] = [
    [
      "a refused change",
      ({ emulator }) => emulator.faults.add({ method: "PATCH", fault: status(403) }),
      /^Graph answered 403 UnAuthorized: /,
    ],
    [
      "a change that breaks a rule",
      ({ emulator }) => emulator.faults.add({ method: "PATCH", times: 2, fault: status(400) }),
      /^Graph answered 400 /,
    ],
    [
      "a change that is throttled for too long",
      ({ emulator }) => emulator.faults.add({ method: "PATCH", fault: { ...status(429), retryAfter: 700 } }),
      /^Graph answered 429 TooManyRequests: .* after the operation's time-out\.$/,
    ],
  ];
  for (const [title, spoil, message] of plain) {
    it(`by ${title} is a plain error, and the state stays as it was`, async () => {
      const world = startWorld();
      const { id, outputs } = await world.create(before);
      spoil(world);
      const error = await failureOf(world.update(id, outputs, after));
      assert.ok(!(error instanceof PartialFailure), error.message);
      assert.match(await messageOf(Promise.reject(error)), message);
      assert.deepEqual(outputsNow(world, id, before), outputs);
    });
  }

  it("by a list of sponsors that cannot be read is a plain error", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(before);
    world.emulator.faults.add({ path: "internalSponsors", fault: status(403) });
    const error = await failureOf(world.update(id, outputs, sponsored({ internalSponsors: [megan] })));
    assert.ok(!(error instanceof PartialFailure), error.message);
    assert.deepEqual(members(world, id).internalSponsors, [adele]);
  });
});
