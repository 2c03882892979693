/** `connectedorgs probe` leaves nothing behind, keeps its bounds, and sends its token nowhere else. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Switches } from "../../emulator";
import { organizations } from "../emulator/client";
import { endpoint, leftIn, probeOf, probing } from "./probe-support";

/** Everything that can hide an organization from the cleaning. */
const hiding: Partial<Switches> = {
  createdHiddenReads: 2,
  createdHiddenFromDelete: "yes",
  createdUnlistedReads: 2,
  deletedVisibleReads: 2,
};

const theirs = { displayName: "Wingtip Toys", identitySources: [] };

/** Acts when the request with this number is sent. */
function at(emulator: Emulator, number: number, act: () => void): typeof fetch {
  let sent = 0;
  return async (input, init) => {
    sent += 1;
    if (sent === number) act();
    return await emulator.fetch(input, init);
  };
}

async function countRequests(switches: Partial<Switches>): Promise<number> {
  const { emulator } = await probeOf({ switches });
  return emulator.requests.length;
}

describe("connectedorgs probe, interrupted", () => {
  for (const [name, switches, step] of [
    ["an open tenant", {}, 1],
    ["a tenant that hides what is new", hiding, 3],
  ] as const) {
    it(`at any request leaves nothing behind in ${name}`, async () => {
      const requests = await countRequests(switches);
      const seen = [];
      for (let number = 1; number < requests; number += step) {
        const emulator = createEmulator({ switches, seed: { organizations: [theirs] } });
        const stop = new AbortController();
        const transport = at(emulator, number, () => stop.abort());
        const { stopped, left } = await probing(emulator, { transport, signal: stop.signal });
        seen.push({ number, stopped: stopped ?? "at its end", left, there: leftIn(emulator) });
      }
      const there = ["Wingtip Toys"];
      assert.deepEqual(
        seen.filter((one) => one.left.length > 0 || JSON.stringify(one.there) !== JSON.stringify(there)),
        [],
      );
      assert.ok(seen.filter(({ stopped }) => stopped === "it was interrupted").length > seen.length / 2);
    });
  }

  it("says for each open question that the run ended early", async () => {
    const emulator = createEmulator();
    const stop = new AbortController();
    const transport = at(emulator, 1, () => stop.abort());
    const { findings } = await probing(emulator, { transport, signal: stop.signal });
    const open = findings.list().filter(({ value }) => value === undefined);
    const swap = open.find(({ name }) => name === "swap");
    assert.deepEqual(swap, { name: "swap", seen: "the questions ended early: it was interrupted" });
  });
});

describe("connectedorgs probe, with an answer that is lost", () => {
  it("finds and removes what the write created nevertheless, whichever write it is", async () => {
    const { emulator: whole } = await probeOf({});
    const seen = [];
    for (const method of ["POST", "PATCH", "DELETE"]) {
      const { length } = whole.requests.filter((request) => request.method === method);
      for (let skip = 0; skip < length; skip += 1) {
        const emulator = createEmulator({ switches: { createdUnlistedReads: 1 } });
        emulator.faults.add({ method, skip, fault: { kind: "reset", when: "after" } });
        const { left } = await probing(emulator);
        seen.push({ method, skip, left, there: leftIn(emulator) });
      }
    }
    assert.ok(seen.length > 30);
    assert.deepEqual(
      seen.filter(({ left, there }) => left.length + there.length > 0),
      [],
    );
  });

  it("repeats a read whose answer was lost", async () => {
    const { emulator: whole, profile } = await probeOf({});
    const emulator = createEmulator();
    for (let skip = 0; skip < 3; skip += 1)
      emulator.faults.add({ method: "GET", skip: skip * 9, fault: { kind: "reset" } });
    const { findings } = await probing(emulator);
    assert.deepEqual([findings.profile(), emulator.requests.length - whole.requests.length], [profile, 3]);
  });

  it("lists what is left if the tenant refuses every delete", async () => {
    const emulator = createEmulator();
    emulator.faults.add({
      method: "DELETE",
      times: "always",
      fault: { kind: "status", status: 403, code: "UnAuthorized" },
    });
    const { left } = await probing(emulator);
    assert.deepEqual(left.map(({ name }) => name).sort(), leftIn(emulator).sort());
    assert.ok(left.length > 5);
  });

  it("says that there may be more if the list cannot be read at the end", async () => {
    const emulator = createEmulator();
    const transport: typeof fetch = async (input, init) => {
      if (emulator.requests.length === 20) emulator.portal.setPermissions([]);
      return await emulator.fetch(input, init);
    };
    const { left, failure } = await probing(emulator, { transport });
    assert.match(failure ?? "", /^Graph answered 403 UnAuthorized: /);
    assert.deepEqual(left.map(({ name }) => name).sort(), leftIn(emulator).sort());
  });
});

describe("connectedorgs probe, bounded", () => {
  it("keeps to its number of requests before it cleans up", async () => {
    const { emulator, outcome } = await probeOf({}, { requests: 30 });
    assert.equal(outcome.stopped, "it reached its limit of requests");
    const cleaningBegins = emulator.requests.findIndex(
      ({ method, path }) => method === "GET" && path === `/v1.0${organizations}`,
    );
    assert.equal(cleaningBegins, 30);
    assert.deepEqual(leftIn(emulator), []);
  });

  it("keeps to its time, even if it is throttled", async () => {
    const switches = { throttleRequests: 3, throttleSeconds: 100_000 };
    const emulator = createEmulator({ switches });
    const { stopped, findings } = await probing(emulator, { seconds: 60 });
    assert.equal(stopped, "it reached its time limit");
    assert.equal(findings.value("patchAnswer"), undefined);
  });

  it("waits as long as Retry-After says", async () => {
    const emulator = createEmulator();
    const fault = { kind: "status", status: 429, retryAfter: 315 } as const;
    emulator.faults.add({ method: "PATCH", fault });
    const { findings, stopped } = await probing(emulator);
    assert.deepEqual([findings.value("patchAnswer"), stopped], [204, undefined]);
  });
});

describe("connectedorgs probe and its token", () => {
  /** The requests to other hosts. */
  function watched(emulator: Emulator) {
    const elsewhere: string[] = [];
    const transport: typeof fetch = async (input, init) => {
      if (!String(input).startsWith(`${endpoint}/`)) elsewhere.push(String(input));
      assert.equal(init?.redirect, "manual");
      return await emulator.fetch(input, init);
    };
    return { elsewhere, transport };
  }

  it("follows no redirect", async () => {
    const emulator = createEmulator();
    emulator.faults.add({ method: "POST", fault: { kind: "redirect", location: "https://elsewhere.example/" } });
    const { elsewhere, transport } = watched(emulator);
    const { stopped } = await probing(emulator, { transport });
    assert.deepEqual([elsewhere, stopped], [[], "Graph answered with a redirect, which was not followed."]);
  });

  it("follows no link to another host", async () => {
    const emulator = createEmulator({ switches: { pageSize: 1 } });
    const { elsewhere, transport } = watched(emulator);
    const { failure } = await probing(emulator, {
      transport: async (input, init) => {
        const response = await transport(input, init);
        if (response.status !== 200) return response;
        const text = (await response.text()).replaceAll(
          `nextLink":"${endpoint}`,
          'nextLink":"https://elsewhere.example',
        );
        return new Response(text, response);
      },
    });
    assert.deepEqual(elsewhere, []);
    assert.equal(failure, "Graph answered with a link to another host or version, which was not followed.");
  });
});
