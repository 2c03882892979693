/** Commands that are given a stack read its configuration, as the engine decrypts it, and never show its secrets. */
import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { writeExecutable } from "../support/executable";
import { clientId, secret, signInThrough, tenantId } from "../support/sign-in";
import { run } from "./run";

describe("a command with --stack", () => {
  let emulator: Emulator;
  let listener: Listener;
  let restore: () => void;
  before(async () => {
    const apps = [{ clientId, secrets: [{ value: secret }] }];
    emulator = createEmulator({ seed: { organizations: [{ displayName: "Wingtip Toys" }], apps } });
    listener = await emulator.listen();
    restore = signInThrough(() => fetch);
  });
  after(async () => {
    restore();
    await listener.close();
  });

  /** Runs it beside an engine that answers `pulumi config` only. */
  async function withEngine(answer: string, ...args: string[]) {
    const folder = temporaryFolder("stack-configuration");
    const asked = "config --json --show-secrets --non-interactive --stack dev";
    writeExecutable(folder, "pulumi", `test "$*" = "${asked}" || { echo v3.259.0; exit; }\n${answer}`);
    const path = [folder, process.env["PATH"]].join(delimiter);
    const ended = await run(args, {
      env: { CONNECTEDORGS_GRAPH_ENDPOINT: listener.url, CONNECTEDORGS_AUTHORITY_HOST: listener.url, PATH: path },
    });
    assert.ok(!`${ended.out}${ended.err}`.includes(secret));
    return ended;
  }

  const configuration = {
    "connectedorgs:tenantId": { value: tenantId, secret: false },
    "azuread:clientId": { value: clientId, secret: false },
    "connectedorgs:clientSecret": { value: secret, secret: true },
  };
  const shown = `echo '${JSON.stringify(configuration)}'`;

  it("signs in with what it finds there", async () => {
    const { code, out } = await withEngine(shown, "export", "--json", "--stack", "dev");
    assert.deepEqual(
      { code, names: [...out.matchAll(/"displayName": "(.*)"/g)].map(([, name]) => name) },
      { code: 0, names: ["Wingtip Toys"] },
    );
  });

  it("says where each setting was found", async () => {
    const { out } = await withEngine(shown, "doctor", "--stack", "dev", "--json");
    const { lines } = JSON.parse(out) as { lines: { check: string; status: string; found: string }[] };
    const { status, found = "" } = lines.find(({ check }) => check === "settings") ?? {};
    assert.equal(status, "ok");
    for (const key of Object.keys(configuration))
      assert.match(found, new RegExp(`${key.split(":")[1]} from stack configuration ${key}`));
  });

  it("fails when the engine cannot show the stack, and says why", async () => {
    const { code, err } = await withEngine(
      "echo \"error: no stack named 'dev' found\" >&2; exit 1",
      "doctor",
      "--stack",
      "dev",
    );
    const fact = "The configuration of the stack \"dev\" cannot be read: no stack named 'dev' found.";
    assert.deepEqual(
      [code, err],
      [1, `${fact} Run the command in the folder of the Pulumi project, signed in to its backend.`],
    );
  });

  it("is advised where settings are missing and no stack is named", async () => {
    const { code, err } = await run(["export", "--json"], { env: { CONNECTEDORGS_CLIENT_SECRET: secret } });
    assert.equal(code, 1);
    assert.match(err, /The stack configuration was not read: name the stack with --stack\. Set CONNECTEDORGS_/);
  });
});
