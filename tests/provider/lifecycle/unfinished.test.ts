/** An operation that ends half-way: what the state gets, and that the next one finishes or goes back. */
import assert from "node:assert/strict";
import type { FaultRule } from "../../../emulator";
import { UserError } from "../../../provider/errors";
import type { Values } from "../../../provider/organization/recorded";
import { partialOf, plainMessageOf, status, textOf } from "../../support/failures";
import { at, made, outputsNow, unchanged, unfinished, withoutAttempt } from "../../support/organizations";
import { domain, organization, owned } from "../../support/sources";
import {
  addition,
  adele,
  diego,
  guests,
  megan,
  members,
  removal,
  sponsored,
  steps,
  stranger,
} from "../../support/sponsors";
import { checked, startWorld, type World } from "../../support/world";

const before = sponsored({ internalSponsors: [adele], externalSponsors: [guests] });
const after = { ...sponsored({ internalSponsors: [megan], externalSponsors: [] }), description: "New" };
const inside = (...internalSponsors: string[]) => sponsored({ internalSponsors, externalSponsors: [guests] });
const always = "always";
const lost = { kind: "reset", when: "after" } as const;
const nameless = { kind: "body", body: { value: [{}] } } as const;

interface Row {
  readonly title: string;
  readonly spoil: FaultRule[];
  readonly declared?: Values;
  readonly message: RegExp;
}

const forbidden = /^updating: Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All /;
const rows: Row[] = [
  {
    title: "a change that cannot be read back",
    spoil: [{ method: "GET", times: always, fault: status(403) }],
    message: forbidden,
  },
  {
    title: "a change whose answers are lost",
    spoil: [{ method: "PATCH", times: always, fault: lost }],
    message: /^updating: Graph could not be reached: ECONNRESET/,
  },
  {
    title: "a change that may have been carried out, and was not",
    spoil: [{ method: "PATCH", times: always, fault: status(500) }],
    message: /^updating: Graph answered 500 InternalServerError: .* Run again later\.$/,
  },
  {
    title: "sources that are refused after the description was taken",
    spoil: [{ method: "PATCH", skip: 1, fault: status(400) }],
    declared: { ...after, identitySources: [domain("wingtiptoys.com"), domain("adatum.com")] },
    message: /^updating: The change of identitySources was refused: Graph answered 400 /,
  },
  {
    title: "a second sponsor that nobody knows",
    spoil: [],
    declared: inside(diego, stranger),
    message: new RegExp(`^updating: Adding ${stranger} to internalSponsors failed: `),
  },
  {
    title: "a removal that is forbidden after an addition",
    spoil: [{ method: "DELETE", path: "$ref", times: always, fault: status(403) }],
    declared: inside(megan),
    message: forbidden,
  },
  {
    title: "an addition without an answer, and a list that cannot be read then",
    spoil: [
      { method: "POST", path: "$ref", fault: lost },
      { method: "GET", path: "internalSponsors", skip: 1, times: always, fault: status(403) },
    ],
    declared: inside(megan),
    message: forbidden,
  },
  {
    title: "a batch that was carried out and answered with something else, and a list that cannot be read then",
    spoil: [
      { path: "$batch", fault: { kind: "wrongJson" } },
      { method: "GET", path: "internalSponsors", skip: 2, times: always, fault: status(403) },
    ],
    declared: inside(megan),
    message: forbidden,
  },
  {
    title: "lists whose members have no ids after a change",
    spoil: [{ method: "GET", path: "internalSponsors", skip: 1, times: always, fault: nameless }],
    declared: inside(megan),
    message: /^updating: Graph's list of internalSponsors contains an item without an id/,
  },
  {
    title: "the second of two lists",
    spoil: [{ path: "externalSponsors", times: always, fault: status(403) }],
    message: forbidden,
  },
];

describe("an update that ends half-way", () => {
  for (const { title, spoil, declared = after, message } of rows) {
    it(`with ${title} keeps the former outputs, and the next one finishes or goes back`, async () => {
      for (const wanted of [after, before]) {
        const { world, id, outputs } = await made(before);
        world.emulator.faults.add(...spoil);
        const error = await partialOf(world.update(id, outputs, declared));
        assert.deepEqual([error.id, withoutAttempt(error.outputs)], [id, unfinished(outputs)]);
        assert.match(error.message, message);
        world.emulator.faults.clear();
        const finished = await world.update(id, error.outputs, wanted);
        assert.deepEqual(finished, outputsNow(world, id, wanted));
        const { description, internalSponsors, externalSponsors }: Values = wanted;
        assert.equal(world.emulator.portal.get(id)?.description, description);
        assert.deepEqual(members(world, id), { internalSponsors, externalSponsors });
        assert.deepEqual(await world.compare(finished, wanted), unchanged);
      }
    });
  }

  it("is finished by a refresh as well, which shows what was carried out", async () => {
    const { world, id, outputs } = await made(before);
    const declared = { ...sponsored({ internalSponsors: [megan, stranger] }), description: "New" };
    const { outputs: open } = await partialOf(world.update(id, outputs, declared));
    const found = { ...after, internalSponsors: [adele, megan], externalSponsors: [guests] };
    assert.deepEqual(await world.read(id, open), { outputs: outputsNow(world, id, found), inputs: checked(found) });
  });

  it("because the organization is gone says to refresh, in the next update too", async () => {
    const between = (next: typeof fetch) => async (input: string | URL | Request, init?: RequestInit) => {
      const response = await next(input, init);
      const { portal } = world.emulator;
      if (init?.method === "PATCH") for (const { id } of portal.list()) portal.delete(id);
      return response;
    };
    const world: World = startWorld({}, {}, { between });
    const { id, outputs } = await world.create(owned);
    const text =
      "Graph answered 404 ResourceNotFound: The resource was not found. Run refresh: what no longer exists leaves the state, and up creates it again.";
    const renamed = { ...owned, displayName: "Renamed" };
    const error = await partialOf(world.update(id, outputs, renamed));
    assert.equal(textOf(error), `updating: ${text}`);
    assert.equal(await plainMessageOf(world.update(id, error.outputs, renamed)), text);
    assert.equal(await world.read(id, error.outputs), undefined);
  });

  it("and fails again at once leaves the work unfinished", async () => {
    const { world, id, outputs } = await made(before);
    world.emulator.faults.add({ method: "DELETE", path: "$ref", times: 4, fault: status(403) });
    const declared = sponsored({ internalSponsors: [diego], externalSponsors: [] });
    const first = await partialOf(world.update(id, outputs, declared));
    await plainMessageOf(world.update(id, first.outputs, declared));
    assert.deepEqual(await world.update(id, first.outputs, declared), outputsNow(world, id, declared));
  });

  it("at a repeated change that is refused after its first answer was lost is unfinished, too", async () => {
    const { world, id, outputs } = await made(owned);
    world.emulator.faults.add({ method: "PATCH", fault: lost }, { method: "PATCH", fault: status(403) });
    const failed = await partialOf(world.update(id, outputs, { ...owned, displayName: "Changed" }));
    assert.deepEqual(failed.outputs, unfinished(outputs, { displayName: true }));
    assert.equal(world.emulator.portal.get(id)?.displayName, "Changed");
    assert.deepEqual(await world.update(id, failed.outputs, owned), outputsNow(world, id, owned));
    assert.equal(world.emulator.portal.get(id)?.displayName, owned["displayName"]);
  });
});

describe("an update whose change is not answered", () => {
  const ends: [title: string, happens: (stopping: AbortController) => void, message: string][] = [
    ["stopped during the pause after that", (stopping) => stopping.abort(), "updating: Interrupted."],
    [
      "and whose sign-in fails at the next try",
      () => {
        throw new UserError("The token has expired.", "Sign in again.");
      },
      "updating: The token has expired. Sign in again.",
    ],
  ];
  for (const [title, happens, message] of ends) {
    it(`${title}, is unfinished`, async () => {
      const stopping = new AbortController();
      const world = startWorld({}, {}, { signal: stopping.signal });
      const { id, outputs } = await world.create(owned);
      world.emulator.faults.add({ method: "PATCH", fault: lost });
      world.clock.sleep = async (_, signal) => {
        happens(stopping);
        signal?.throwIfAborted();
      };
      const failed = await partialOf(world.update(id, outputs, { ...owned, displayName: "Changed" }));
      assert.deepEqual([failed.message, failed.outputs], [message, unfinished(outputs, { displayName: true })]);
      assert.equal(world.emulator.portal.get(id)?.displayName, "Changed");
    });
  }
});

describe("an update that ends before it wrote anything", () => {
  const plain: [title: string, rule: FaultRule, message: RegExp][] = [
    ["a refused change", { method: "PATCH", fault: status(403) }, /^Graph answered 403 UnAuthorized: /],
    ["a change that breaks a rule", { method: "PATCH", times: 2, fault: status(400) }, /^Graph answered 400 /],
    [
      "a change that is throttled for too long",
      { method: "PATCH", fault: status(429, 700) },
      /^Graph answered 429 TooManyRequests: .* after the operation's time-out\.$/,
    ],
    [
      "a list of sponsors that cannot be read",
      { path: "internalSponsors", fault: status(403) },
      /^Graph answered 403 /,
    ],
  ];
  for (const [title, rule, message] of plain) {
    it(`by ${title} is a plain error, and the state stays as it was`, async () => {
      const { world, id, outputs } = await made(before);
      world.emulator.faults.add(rule);
      const declared = rule.method ? after : sponsored({ internalSponsors: [megan] });
      assert.match(await plainMessageOf(world.update(id, outputs, declared)), message);
      assert.deepEqual(outputsNow(world, id, before), outputs);
      assert.deepEqual(members(world, id).internalSponsors, [adele]);
    });
  }
});

describe("an update after one that did not end", () => {
  it("reads first, the managed lists even where they are as declared, and writes nothing that is so already", async () => {
    const { world, id, outputs } = await made(before);
    assert.deepEqual(await world.update(id, unfinished(outputs), before), outputs);
    assert.deepEqual(steps(world, id), ["GET", ["GET internalSponsors", "GET externalSponsors"]]);
  });

  it("asks nobody what each domain is recorded as, and leaves lists that are not managed alone", async () => {
    const several = organization(domain("wingtiptoys.com"), domain("adatum.com"), domain("litwareinc.com"));
    for (const declared of [owned, several]) {
      const { world, id, outputs } = await made(declared);
      assert.deepEqual(await world.update(id, unfinished(outputs), declared), outputs);
      assert.deepEqual(world.sent(), [`GET ${at(id)}`]);
    }
  });

  it("corrects what somebody changed meanwhile", async () => {
    const { world, id, outputs } = await made(before);
    const { portal } = world.emulator;
    portal.patch(id, { description: "By hand", state: "proposed" });
    portal.addSponsor(id, "internal", diego);
    portal.removeSponsor(id, "internal", adele);
    assert.deepEqual(await world.update(id, unfinished(outputs), before), outputsNow(world, id, before));
    assert.deepEqual(steps(world, id), [
      "GET",
      "PATCH",
      "GET",
      ["GET internalSponsors", "GET externalSponsors"],
      [addition("internalSponsors", adele), removal("internalSponsors", diego), "GET internalSponsors"],
    ]);
    assert.deepEqual(members(world, id), { internalSponsors: [adele], externalSponsors: [guests] });
  });

  it("restores sources that somebody removed before that one", async () => {
    const { world, id, outputs } = await made(owned);
    world.emulator.portal.patch(id, { identitySources: [] });
    const seen = await world.read(id, outputs);
    world.emulator.faults.add({ method: "PATCH", times: always, fault: status(500) });
    const failed = await partialOf(world.update(id, seen?.outputs ?? {}, owned));
    world.emulator.faults.clear();
    assert.deepEqual(await world.compare(failed.outputs, owned), {});
    const restored = await world.update(id, failed.outputs, owned);
    assert.deepEqual(restored, outputsNow(world, id, owned));
    assert.deepEqual(await world.compare(restored, owned), unchanged);
  });
});
