/** `connectedorgs emulator` in process: what it serves, and what it prints. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { organizations } from "../emulator/client";
import { run, write } from "./run";

const headers = { authorization: "Bearer top-secret" };

/** What the command printed, once it has served what it is asked meanwhile. */
async function serve(args: readonly string[], ask: (url: string) => Promise<void>): Promise<string[]> {
  const { code, out } = await run(["emulator", "--port", "0", ...args], {
    meanwhile: async ([greeting = ""]) => await ask(/CONNECTEDORGS_GRAPH_ENDPOINT=(\S+)/.exec(greeting)?.[1] ?? ""),
  });
  assert.equal(code, 0);
  const [greeting = "", requests = ""] = out.split("Stop with Ctrl+C.");
  return [greeting, ...requests.split("\n").filter(Boolean)];
}

async function read<Body>(url: string): Promise<Body> {
  return (await (await fetch(url, { headers })).json()) as Body;
}

describe("the command connectedorgs emulator", () => {
  it("serves a seed, and prints a line per request without the token", async () => {
    const seed = write("seed.json", { organizations: [{ displayName: "Seeded" }] });
    const [greeting = "", ...lines] = await serve(["--seed", seed], async (url) => {
      const { value } = await read<{ value: { displayName: string }[] }>(`${url}/v1.0${organizations}`);
      assert.deepEqual(
        value.map(({ displayName }) => displayName),
        ["Seeded"],
      );
    });
    assert.match(greeting, /^Microsoft Graph connected organizations, emulated: http:\/\/127\.0\.0\.1:\d+\n/);
    assert.match(lines.join("\n"), /^\S+Z GET \/v1\.0\/identityGovernance\S+ 200$/);
  });

  it("prints no request if told to be quiet", async () => {
    const lines = await serve(["--quiet"], async (url) => void (await read(`${url}/v1.0${organizations}`)));
    assert.equal(lines.length, 1);
  });

  it("behaves as the profile says, unless a switch says otherwise", async () => {
    const profile = write("profile.json", { patchAnswer: 202, swap: "later", swapAfterReads: 4 });
    await serve(["--profile", profile, "--switch", "swap=kept"], async (url) => {
      const { patchAnswer, swap, swapAfterReads, batch } = await read<Record<string, unknown>>(
        `${url}/_emulator/switches`,
      );
      assert.deepEqual([patchAnswer, swap, swapAfterReads, batch], [202, "kept", 4, "supported"]);
    });
  });

  it("says where it cannot listen, and what to do", async () => {
    const other = createServer();
    await once(other.listen(0, "127.0.0.1"), "listening");
    const { port } = other.address() as AddressInfo;
    const { code, err } = await run(["emulator", "--port", String(port)]);
    other.close();
    const remedy = "Choose another one with --port, or 0 for any free one.";
    assert.deepEqual([code, err], [1, `Port ${port} of 127.0.0.1 is in use. ${remedy}`]);
    assert.equal(
      (await run(["emulator", "--host", "192.0.2.1"])).err,
      "192.0.2.1 is not an address of this machine. Choose another one with --host.",
    );
  });

  it("delays every request", async () => {
    let answer: Promise<unknown> | undefined;
    await serve(["--delay", "60000"], async (url) => {
      answer = read(`${url}/v1.0${organizations}`).catch((error: Error) => error.message);
      let logged: { status?: number }[] = [];
      while (logged.length === 0) logged = await read(`${url}/_emulator/requests`);
      assert.deepEqual(
        logged.map(({ status }) => status),
        [undefined],
      );
    });
    assert.equal(await answer, "fetch failed");
  });
});
