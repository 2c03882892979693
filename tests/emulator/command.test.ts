import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/cli";
import { organizations } from "./client";

interface Run {
  readonly code: Promise<number>;
  readonly out: string[];
  readonly err: string[];
  stop(): void;
}

function run(...args: string[]): Run {
  const out: string[] = [];
  const err: string[] = [];
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const code = main(args, { out: (line) => out.push(line), err: (line) => err.push(line), stopped: () => stopped });
  return { code, out, err, stop };
}

async function waitForUrl({ out }: Run): Promise<string> {
  for (let tries = 0; tries < 100 && out.length === 0; tries += 1) await new Promise((next) => setTimeout(next, 5));
  return /CONNECTEDORGS_GRAPH_ENDPOINT=(\S+)/.exec(out[0] ?? "")?.[1] ?? "";
}

const refused: [args: string[], message: RegExp][] = [
  [["emulater"], /^Unknown command: emulater\. Did you mean emulator\?\n\nUsage: connectedorgs <command>/],
  [["--versio"], /^Unknown option: --versio\. Did you mean --version\?/],
  [["emulator", "--prot", "1"], /^Unknown option: --prot\. Did you mean --port\?\n\nUsage: connectedorgs emulator/],
  [["emulator", "--port"], /^Option --port needs a value\./],
  [["emulator", "--port", "high"], /^Invalid value for --port: high\. It must be a whole number between 0 and 65535\./],
  [["emulator", "--delay", "1s"], /^Invalid value for --delay: 1s\. It must be a whole number between 0 and 60000\./],
  [["emulator", "--quiet=yes"], /^Option --quiet takes no value\./],
  [["emulator", "now"], /^Unexpected argument: now\./],
  [["emulator", "--switch", "patchAnswer"], /^Invalid value for --switch: patchAnswer\. Expected name=value\./],
  [
    ["emulator", "--switch", "patchAnswer=1"],
    /^Invalid value for patchAnswer: 1\. Allowed values are: 204, 202, 200\./,
  ],
  [["emulator", "--seed", "/nowhere.json"], /^The file of --seed cannot be read: ENOENT/],
  [["emulator", "--tls-key", "key.pem"], /^Either both of --tls-cert and --tls-key must be provided, or none\./],
];

describe("command: connectedorgs", () => {
  for (const [args, message] of refused) {
    it(`refuses: ${args.join(" ")}`, async () => {
      const { code, err } = run(...args);
      assert.equal(await code, 2);
      assert.match(err.join("\n"), message);
    });
  }

  it("prints help and version", async () => {
    const printed = async (...args: string[]) => {
      const { code, out } = run(...args);
      return [await code, out.join("\n")] as const;
    };
    assert.match(
      (await printed("--help"))[1],
      /^Usage: connectedorgs <command> \[options\]\n\n(?: {2}.+\n)* {2}emulator /,
    );
    assert.match((await printed("emulator", "--help"))[1], /--switch <name=value>/);
    assert.match((await printed("--version"))[1], /^\d+\.\d+\.\d+/);
    assert.equal((await printed())[0], 2);
  });

  it("serves with a seed and switches, and prints a line per request without the token", async () => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-"));
    const seed = join(folder, "seed.json");
    writeFileSync(seed, JSON.stringify({ organizations: [{ displayName: "Seeded" }] }));
    const command = run("emulator", "--port", "0", "--seed", seed, "--switch", "odataType=bare");
    const url = await waitForUrl(command);
    const headers = { authorization: "Bearer top-secret" };
    const answer = await fetch(`${url}/v1.0${organizations}`, { headers });
    const { value } = (await answer.json()) as { value: { displayName: string }[] };
    command.stop();
    assert.equal(await command.code, 0);
    rmSync(folder, { recursive: true });
    assert.deepEqual(
      value.map(({ displayName }) => displayName),
      ["Seeded"],
    );
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(command.out[1] ?? "", /^\S+Z GET \/v1\.0\/identityGovernance\S+ 200$/);
    assert.ok(!command.out.join("\n").includes("top-secret"));
  });

  it("lets requests wait for as long as told", async () => {
    const command = run("emulator", "--port", "0", "--delay", "2000");
    const url = await waitForUrl(command);
    const answer = fetch(`${url}/v1.0${organizations}`).catch((error: Error) => error.message);
    const requests = async () => (await (await fetch(`${url}/_emulator/requests`)).json()) as { status?: number }[];
    let logged = await requests();
    while (logged.length === 0) logged = await requests();
    command.stop();
    assert.equal(await command.code, 0);
    assert.deepEqual([logged[0]?.status, await answer], [undefined, "fetch failed"]);
  });

  it("is quiet when told so", async () => {
    const command = run("emulator", "--port", "0", "--quiet");
    await fetch(`${await waitForUrl(command)}/v1.0${organizations}`);
    command.stop();
    await command.code;
    assert.equal(command.out.length, 1);
  });
});
