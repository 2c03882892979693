/** Refreshing many organizations with their sponsors, where every request takes 100 ms of a clock that nobody waits for. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator } from "../../../emulator";
import { howManyAhead, type Progress } from "../../../provider/graph/lists-ahead";
import type { Values } from "../../../provider/organization/recorded";
import { VirtualClock } from "../../faults/virtual-clock";
import { domain, organization } from "../../support/sources";
import { megan } from "../../support/sponsors";
import { startProcess } from "../../support/world";

const bothLists = { internalSponsors: [], externalSponsors: [] };
type Managed = (index: number) => object;

interface Estate {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly ids: readonly string[];
  /** Reads organizations in turn, eight at once. @returns the outputs of each, and the milliseconds that it took */
  refresh(ids: readonly string[], managed?: Managed): Promise<{ outputs: Values[]; milliseconds: number }>;
  update(id: string, changes: Values): Promise<Values>;
  /** The paths of the lists that were read, below the collection. */
  listsRead(): string[];
}

function estateOf(size: number, switches = {}): Estate {
  const clock = new VirtualClock();
  const emulator = createEmulator({ clock: clock.now, switches });
  const ids = Array.from({ length: size }, (_, index) => {
    const domainName = `partner-${index}.example`;
    const identitySources = [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName }];
    return emulator.portal.create({ displayName: `Partner ${index}`, identitySources }).id;
  });
  const transport = async (input: unknown, init?: RequestInit) => {
    await clock.sleep(100);
    return await clock.during(async () => await emulator.fetch(input as string, init));
  };
  const process = startProcess({ accessToken: "a-token" }, { clock, transport });
  const inputsOf = (id: string): Values => {
    const index = ids.indexOf(id);
    return { ...organization(domain(`partner-${index}.example`)), displayName: `Partner ${index}`, description: "" };
  };
  return {
    emulator,
    clock,
    ids,
    async refresh(some, managed = () => bothLists) {
      const begin = clock.now();
      const outputs: Values[] = [];
      let next = 0;
      const work = async () => {
        for (let index = next++; index < some.length; index = next++) {
          const id = some[index] as string;
          const found = await process.read(id, { ...inputsOf(id), ...managed(index), __schemaVersion: 1 });
          outputs[index] = found?.outputs ?? {};
        }
      };
      await Promise.all(Array.from({ length: 8 }, work));
      const milliseconds = clock.now() - begin;
      // What was read in vain is still on its way.
      await clock.sleep(1000);
      return { outputs, milliseconds };
    },
    update: (id, changes) =>
      process.update(id, { ...inputsOf(id), ...bothLists, __schemaVersion: 1 }, { ...inputsOf(id), ...changes }),
    listsRead: () =>
      emulator.requests.flatMap(({ path, body }) => {
        const { requests = [{ url: path }] } = (body ?? {}) as { requests?: readonly { url: string }[] };
        return requests.map(({ url }) => url.replace("/v1.0", "")).filter((url) => url.endsWith("Sponsors"));
      }),
  };
}

const everySecond: Managed = (index) => (index % 2 === 0 ? { internalSponsors: [] } : { externalSponsors: [] });
const shuffled = (ids: readonly string[]) => ids.map((_, index) => ids[(index * 377) % ids.length] as string);
/** In runs of forty, as in the state after a change that took a part of the organizations longer than others. */
const inRuns = (ids: readonly string[]) =>
  Array.from({ length: ids.length / 40 }, (_, run) => ids.slice(((run * 12) % 25) * 40).slice(0, 40)).flat();
/** Most stand within eighty places of where the list has them, and every thirtieth anywhere. */
const roughly = (ids: readonly string[]) => {
  const place = (index: number) => (index % 30 === 7 ? (index * 389) % ids.length : index + ((index * 53) % 160));
  return ids.toSorted((left, right) => place(ids.indexOf(left)) - place(ids.indexOf(right)));
};

describe("a refresh of many organizations with their sponsors", () => {
  type Row = [what: string, size: number, of: (ids: readonly string[]) => string[], most: number, seconds: number];
  const rows: Row[] = [
    ["one, which brings its lists", 1000, (ids) => ids.slice(0, 1), 1, 0.1],
    ["eight, and reads nothing in vain", 1000, (ids) => ids.slice(0, 8), 3, 0.1],
    ["the first ten of a thousand, with what is read in vain", 1000, (ids) => ids.slice(0, 10), 6, 0.2],
    ["a hundred", 100, (ids) => [...ids], 15, 0.3],
    ["a thousand", 1000, (ids) => [...ids], 136, 1.2],
    ["a thousand, listed backwards", 1000, (ids) => ids.toReversed(), 136, 4],
    ["a thousand, listed in runs", 1000, inRuns, 120, 1.8],
    ["a thousand, listed in roughly that order", 1000, roughly, 120, 1.6],
    ["a thousand, listed in any order", 1000, shuffled, 146, 11],
    ["four of five of the tenant's", 1000, (ids) => ids.filter((_, index) => index % 5 > 0), 120, 2],
    ["the first hundred of a thousand, with what is read in vain", 1000, (ids) => ids.slice(0, 100), 35, 0.3],
    ["a hundred here and there in five thousand", 5000, (ids) => ids.filter((_, index) => index % 50 === 0), 45, 4],
  ];
  for (const [what, size, of, most, seconds] of rows) {
    it(`takes at most ${most} requests and ${seconds} s of waiting for ${what}`, async () => {
      const { emulator, ids, refresh } = estateOf(size);
      const chosen = of(ids);
      const { outputs, milliseconds } = await refresh(chosen);
      const expected = chosen.map((id) => `Partner ${ids.indexOf(id)}`);
      assert.deepEqual(
        outputs.map(({ displayName }) => displayName),
        expected,
      );
      assert.ok(emulator.requests.length <= most, String(emulator.requests.length));
      assert.ok(milliseconds <= seconds * 1000, String(milliseconds));
    });
  }

  const managed: [which: string, managed: Managed, read: number][] = [
    ["none", () => ({}), 0],
    ["one", () => ({ internalSponsors: [] }), 200],
    ["now the one, now the other", everySecond, 200],
  ];
  for (const [which, lists, read] of managed) {
    it(`reads no list that is not managed: ${which}`, async () => {
      const { ids, refresh, listsRead } = estateOf(200);
      await refresh(ids, lists);
      const expected = ids.flatMap((id, index) =>
        Object.keys(lists(index)).map(
          (kind) => `/identityGovernance/entitlementManagement/connectedOrganizations/${id}/${kind}`,
        ),
      );
      assert.equal(expected.length, read);
      assert.deepEqual(listsRead().toSorted(), expected.toSorted());
    });
  }

  for (const [which, skip] of [
    ["those with organizations", 0],
    ["those of lists", 1],
  ] as const) {
    it(`leaves the lists to single reads where batches fail: ${which}`, async () => {
      const { emulator, ids, refresh } = estateOf(60);
      for (const id of ids) emulator.portal.addSponsor(id, "internal", megan);
      const fault = { kind: "status", status: 500 } as const;
      emulator.faults.add({ method: "POST", path: /batch$/, skip, times: "always", fault });
      const { outputs } = await refresh(ids);
      assert.deepEqual(
        outputs.map(({ internalSponsors }) => internalSponsors),
        new Array(60).fill([megan]),
      );
    });
  }

  for (const pause of [0, 61_000]) {
    it(`waits as long as Graph asked for a list that failed ahead of its organization, read ${pause} ms later`, async () => {
      const { emulator, ids, clock, refresh } = estateOf(40);
      const last = ids.at(-1) ?? "";
      const fault = { kind: "status", status: 503, retryAfter: 100 } as const;
      emulator.faults.add({ path: new RegExp(`${last}/internalSponsors$`), fault });
      await refresh(ids.slice(0, 30));
      await clock.sleep(pause);
      const { outputs, milliseconds } = await refresh([last]);
      assert.deepEqual(outputs[0]?.["internalSponsors"], []);
      assert.ok(milliseconds > 95_000 - pause, String(milliseconds));
    });
  }

  it("finds what is gone, whose lists are gone with it", async () => {
    const { emulator, ids, refresh } = estateOf(20);
    emulator.portal.delete(ids[3] as string);
    const { outputs } = await refresh(ids.slice(0, 8));
    assert.deepEqual(outputs[3], {});
    assert.deepEqual(outputs[2]?.["internalSponsors"], []);
  });
});

describe("a list of sponsors that was read ahead", () => {
  /** A refresh has read the first organizations, and ahead of it the lists of the last. */
  async function afterSome() {
    const estate = estateOf(40);
    await estate.refresh(estate.ids.slice(0, 30));
    const last = estate.ids.at(-1) ?? "";
    assert.ok(estate.listsRead().some((path) => path.includes(last)));
    estate.emulator.clearRequests();
    const sponsorsOf = async () => (await estate.refresh([last])).outputs[0]?.["internalSponsors"];
    return { ...estate, last, sponsorsOf };
  }

  it("answers one read; the next one asks the service", async () => {
    const { emulator, last, sponsorsOf, listsRead } = await afterSome();
    assert.deepEqual(await sponsorsOf(), []);
    assert.deepEqual(listsRead(), []);
    emulator.portal.addSponsor(last, "internal", megan);
    assert.deepEqual(await sponsorsOf(), [megan]);
  });

  it("is ignored after a write of ours", async () => {
    const { last, update, sponsorsOf } = await afterSome();
    await update(last, { internalSponsors: [megan] });
    assert.deepEqual(await sponsorsOf(), [megan]);
  });
});

describe("how many lists are read ahead", () => {
  const middle: Progress = { neighboursAsked: 1, asked: 200, used: 150, unused: 20, atOnce: 10, farthest: 80 };
  const rows: [when: string, progress: Partial<Progress>, organizations: number][] = [
    ["in the middle of a long refresh", {}, 210],
    ["at the beginning", { asked: 9, used: 0, unused: 0 }, 18],
    ["at the beginning, where a batch was sent already", { asked: 9, used: 0, unused: 10 }, 8],
    ["where most of those listed before were not asked for, so that one batch is enough", { neighboursAsked: 0.45 }, 9],
    ["there, where at most half of what was asked for had been read ahead", { neighboursAsked: 0.45, used: 100 }, 0],
    ["where many lists were read in vain", { used: 20, unused: 60 }, 40],
    ["where too many lists were read in vain", { used: 20, unused: 120 }, 0],
  ];
  for (const [when, progress, organizations] of rows) {
    it(`is those of ${organizations} organizations ${when}`, () => {
      assert.equal(howManyAhead({ ...middle, ...progress }), organizations);
    });
  }
});
