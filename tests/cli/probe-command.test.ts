/** `connectedorgs probe` as a command: asking, printing, the profile, signals. Needs a build. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../cli/cli";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { ids } from "../emulator/client";
import { runCommand, surroundings } from "./doctor-run";
import { leftIn, standing } from "./probe-support";

const known = ["--domain-with-tenant", "fabrikam.com", "--tenant-id", ids.wingtip, "--sponsor", ids.adele];
const cli = join(ROOT, "dist", "cli", "cli.js");

/** In this process: what is refused starts nothing. */
async function refuses(args: readonly string[], message: string): Promise<void> {
  const err: string[] = [];
  const terminal = { out: () => undefined, err: (line: string) => err.push(line), stopped: async () => undefined };
  assert.deepEqual([await main(args, terminal), err.join("\n").slice(0, message.length)], [2, message]);
}

describe("the command connectedorgs probe", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let listener: Listener;
  let env: Record<string, string>;
  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
    env = {
      CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
      CONNECTEDORGS_ACCESS_TOKEN: "token-of-the-probe",
      CONNECTEDORGS_TENANT_ID: ids.own,
    };
  });
  after(() => listener.close());
  beforeEach(() => emulator.reset());

  const run = async (...args: string[]) => await runCommand(["probe", ...args], env);

  it("writes the profile, prints what was asked and seen, and never the token", async () => {
    emulator.switches.set({ patchAnswer: 202, ownTenant: "accepted" });
    const file = join(temporaryFolder("probe"), "profile.json");
    const { exitCode, stdout, output } = await run("--yes", "--out", file, ...known);
    const profile = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(profile, standing(emulator, profile));
    assert.deepEqual([exitCode, Object.keys(profile).length, leftIn(emulator)], [0, 46, []]);
    assert.ok(
      stdout.startsWith(`This makes up to 20 connected organizations at ${listener.url}/v1.0, tenant ${ids.own},\n`),
    );
    assert.match(
      stdout,
      /\npatchAnswer: 202\n {4}question: PATCH: 204 empty, 202 partial body, 200 full body\n {4}seen: PATCH of the description was answered 202\n/,
    );
    assert.match(stdout, /\npageSize: not settled\n.*\n {4}because: all \d organizations fit on one page\n/);
    assert.match(stdout, /\nNothing is left behind\.\nThe profile is in /);
    assert.doesNotMatch(output, /token-of-the-probe/);
  });

  it("asks nothing and writes nothing where nobody can agree", async () => {
    const { exitCode, stderr } = await run();
    assert.deepEqual(
      [exitCode, stderr, emulator.requests.length],
      [2, "Nobody can be asked here: give --yes to agree beforehand.\n", 0],
    );
  });

  it("says what Graph refuses with what to do", async () => {
    emulator.portal.setPermissions([]);
    const { exitCode, stderr } = await run("--yes");
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^listing connected organizations: Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All .* to the given access token; /,
    );
  });

  it("refuses options that make no sense, before anything is asked", async () => {
    const rows = [
      [["--sponsor", "adele"], "Invalid value for --sponsor: adele. It must be a GUID such as"],
      [
        ["--domain-with-tenant", "fabrikam"],
        "Invalid value for --domain-with-tenant: fabrikam. It must be a domain name",
      ],
      [["--timeout", "0"], "Invalid value for --timeout: 0. It must be a whole number between 1 and 3600."],
      [["--out", "/nowhere/profile.json"], "Invalid value for --out: /nowhere/profile.json. Its folder must be there"],
      [["--claen"], "Unknown option: --claen. Did you mean --clean?"],
    ] as const;
    for (const [args, message] of rows) await refuses(["probe", "--yes", ...args], message);
    assert.equal(emulator.requests.length, 0);
  });

  it("tells of what earlier runs left, and removes that and nothing else with --clean", async () => {
    emulator.portal.create({ displayName: "Wingtip Toys" });
    emulator.portal.create({ displayName: "Not connectedorgs-probe-" });
    emulator.portal.create({ displayName: "connectedorgs-probe-0a1b2c3d first" });
    emulator.portal.create({ displayName: "connectedorgs-probe-ffffffff first" });
    emulator.switches.set({ pageSize: 1 });
    const told = await run("--yes", "--max-requests", "1");
    assert.match(told.stderr, /^Earlier runs left 2 organizations: connectedorgs probe --clean removes them\.\n/);
    assert.equal(leftIn(emulator).length, 4);
    const { exitCode, stdout } = await run("--clean", "--yes");
    assert.deepEqual([exitCode, leftIn(emulator)], [0, ["Wingtip Toys", "Not connectedorgs-probe-"]]);
    assert.match(
      stdout,
      /^\S+ connectedorgs-probe-0a1b2c3d first\n\S+ connectedorgs-probe-ffffffff first\nNothing is left behind\.\n$/,
    );
    assert.equal((await run("--clean", "--yes")).stdout, "No organization's name begins with connectedorgs-probe-.\n");
  });

  it("ends with 1 and says what is left when the tenant keeps it", async () => {
    emulator.portal.create({ displayName: "connectedorgs-probe-0a1b2c3d first" });
    emulator.faults.add({ method: "DELETE", times: "always", fault: { kind: "status", status: 403 } });
    const { exitCode, stderr } = await run("--clean", "--yes");
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^Left behind: \S+ connectedorgs-probe-0a1b2c3d first\nRemove what is left with connectedorgs probe --clean, or in the portal\.\n$/,
    );
  });

  /** Asks the process to stop when it has made three organizations. */
  async function interrupt(signal: NodeJS.Signals, file: string) {
    const child = spawn(process.execPath, [cli, "probe", "--yes", "--out", file, ...known], { env: surroundings(env) });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    while (leftIn(emulator).length < 3) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill(signal);
    return { code: await ended, output };
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`cleans up after ${signal} and writes no half profile`, async () => {
      emulator.faults.add({ path: "connectedOrganizations", times: "always", fault: { kind: "delay", ms: 20 } });
      const file = join(temporaryFolder("probe"), "profile.json");
      const { code, output } = await interrupt(signal, file);
      assert.deepEqual([code, leftIn(emulator), existsSync(file)], [130, [], false]);
      assert.match(output, /^The questions ended early: it was interrupted\.$/m);
      assert.match(output, /^Nothing is left behind\.$/m);
    });
  }

  it("leaves what --clean finds when it is killed", async () => {
    emulator.faults.add({ path: "connectedOrganizations", times: "always", fault: { kind: "delay", ms: 20 } });
    const { code } = await interrupt("SIGKILL", join(temporaryFolder("probe"), "profile.json"));
    assert.equal(code, null);
    assert.ok(leftIn(emulator).length > 0);
    emulator.faults.clear();
    assert.equal((await run("--clean", "--yes")).exitCode, 0);
    assert.deepEqual(leftIn(emulator), []);
  });
});

describe("connectedorgs emulator with a profile", function () {
  this.timeout(30_000);

  async function withEmulator<T>(args: readonly string[], work: (url: string) => Promise<T>): Promise<T> {
    const child = spawn(process.execPath, [cli, "emulator", "--port", "0", "--quiet", ...args], {
      env: surroundings({}),
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    try {
      const url = await new Promise<string>((resolve) =>
        child.stdout.on("data", (text) => resolve(/https?:\/\/\S+/.exec(String(text))?.[0] ?? "")),
      );
      return await work(url);
    } finally {
      child.kill("SIGTERM");
      await ended;
    }
  }

  function profile(text: string): string {
    const file = join(temporaryFolder("profile"), "profile.json");
    writeFileSync(file, text);
    return file;
  }

  it("does as the profile says, where no switch says otherwise", async () => {
    const file = profile('{ "patchAnswer": 202, "swap": "later", "swapAfterReads": 4 }');
    const switches = await withEmulator(["--profile", file, "--switch", "swap=kept"], async (url) => {
      const answer = await fetch(`${url}/_emulator/switches`);
      return (await answer.json()) as Record<string, unknown>;
    });
    assert.deepEqual(
      [switches["patchAnswer"], switches["swap"], switches["swapAfterReads"], switches["batch"]],
      [202, "kept", 4, "supported"],
    );
  });

  it("refuses a profile that is none", async () => {
    const rows = [
      [profile("[]"), "The file of --profile is not a JSON object: "],
      [profile("nothing"), "The file of --profile is not JSON: "],
      [profile('{ "patchAnswer": 201 }'), "Invalid value for patchAnswer: 201. Allowed values are: 204, 202, 200."],
      ["/nowhere.json", "The file of --profile cannot be read: ENOENT"],
    ] as const;
    for (const [file, message] of rows) await refuses(["emulator", "--profile", file], message);
  });
});

describe("the command connectedorgs probe, on a terminal", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let listener: Listener;
  const inherited = { ...process.env };
  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
    process.env = {
      ...surroundings({}),
      CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
      CONNECTEDORGS_ACCESS_TOKEN: "token-of-the-probe",
    };
  });
  after(async () => {
    process.env = inherited;
    await listener.close();
  });

  async function answering(isYes: boolean, args: readonly string[]) {
    emulator.reset({ organizations: [{ displayName: "connectedorgs-probe-0a1b2c3d first" }] });
    const questions: string[] = [];
    const code = await main(["probe", ...args], {
      out: () => undefined,
      err: () => undefined,
      stopped: () => new Promise(() => undefined),
      confirm: async (question) => {
        questions.push(question);
        return isYes;
      },
    });
    const written = emulator.requests.filter(({ method }) => method !== "GET").length;
    return { code, questions, written: written > 0 };
  }

  it("asks before it writes, and writes nothing after a no", async () => {
    const remove = "Remove these 1 from the tenant?";
    assert.deepEqual(
      [
        await answering(false, []),
        await answering(true, []),
        await answering(false, ["--clean"]),
        await answering(true, ["--clean"]),
      ],
      [
        { code: 1, questions: ["Go on?"], written: false },
        { code: 0, questions: ["Go on?"], written: true },
        { code: 1, questions: [remove], written: false },
        { code: 0, questions: [remove], written: true },
      ],
    );
  });

  it("does not ask who has agreed beforehand", async () => {
    assert.deepEqual(await answering(false, ["--clean", "--yes"]), { code: 0, questions: [], written: true });
  });
});
