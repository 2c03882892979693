/** What each command refuses before it does anything, and what help it gives. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { isColoured } from "../../cli/terminal";
import { folder, run, write } from "./run";

const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";

const list = write("list.json", "[]");
const text = write("text.json", "nothing");

/** Each command with what stands between its name and what is refused. */
const begins: Readonly<Record<string, string[]>> = { probe: ["--yes"] };
const nowhere = join(folder, "nowhere.json");

const refused: [command: string, args: string[], message: string][] = [
  ["", [], "A command must be provided."],
  ["", ["emulater"], "Unknown command: emulater. Did you mean emulator?"],
  ["", ["--versio"], "Unknown option: --versio. Did you mean --version?"],
  ["", ["constructor"], "Unknown command: constructor."],
  ["", ["help", "setings"], "Unknown command: setings. Did you mean settings?"],
  ["drift-report", [], "Option --file must be provided."],
  ["doctor", ["--constructor"], "Unknown option: --constructor."],
  ["doctor", ["--jsno"], "Unknown option: --jsno. Did you mean --json?"],
  ["emulator", ["--prot", "1"], "Unknown option: --prot. Did you mean --port?"],
  ["emulator", ["--port"], "Option --port needs a value."],
  ["emulator", ["--port", "high"], "--port must be a whole number between 0 and 65535, not high."],
  ["emulator", ["--delay", "1s"], "--delay must be a whole number between 0 and 60000, not 1s."],
  ["emulator", ["--quiet=yes"], "Option --quiet takes no value."],
  ["emulator", ["now"], "Unexpected argument: now."],
  ["emulator", ["--switch", "patchAnswer"], "--switch must be name=value, not patchAnswer."],
  ["emulator", ["--switch", "patchAnswer=1"], "Invalid value for patchAnswer: 1. Allowed values are: 204, 202, 200."],
  ["emulator", ["--tls-key", "k.pem"], "Both --tls-cert and --tls-key must be provided, or neither."],
  ["emulator", ["--seed", nowhere], `The file of --seed does not exist: ${nowhere}.`],
  ["drift-report", ["--file", folder], `The file of --file is a folder: ${folder}.`],
  ["emulator", ["--profile", list], `The file of --profile is not a JSON object: ${list}.`],
  ["emulator", ["--profile", text], `The file of --profile is not JSON: ${text}.`],
  [
    "emulator",
    ["--profile", write("patch.json", '{ "patchAnswer": 201 }')],
    "Invalid value for patchAnswer: 201. Allowed values are: 204, 202, 200.",
  ],
  ["export", ["--filtre", "x"], "Unknown option: --filtre. Did you mean --filter?"],
  [
    "export",
    ["--state", "configred"],
    "--state must be configured or proposed, not configred. Did you mean configured?",
  ],
  ["export", ["--id", "1"], `--id must be a GUID such as ${id}, not 1.`],
  ["export", ["--id", id, "--filter", "x"], "Only one of --filter or --id can be provided."],
  ["export", ["--json", "--out", "x"], "Only one of --json or --out can be provided."],
  [
    "estate",
    ["--html", "/nowhere/estate.html"],
    "--html must be a file in a folder that exists and is writable, not /nowhere/estate.html.",
  ],
  ["probe", ["--sponsor", "adele"], `--sponsor must be a GUID such as ${id}, not adele.`],
  [
    "probe",
    ["--domain-with-tenant", "fabrikam"],
    "--domain-with-tenant must be a domain name such as contoso.com, not fabrikam.",
  ],
  ["probe", ["--timeout", "0"], "--timeout must be a whole number between 1 and 3600, not 0."],
  [
    "probe",
    ["--out", "/nowhere/profile.json"],
    "--out must be a file in a folder that exists and is writable, not /nowhere/profile.json.",
  ],
  ["probe", ["--claen"], "Unknown option: --claen. Did you mean --clean?"],
];

describe("the command connectedorgs", () => {
  for (const [command, args, message] of refused) {
    it(`refuses, as its last word: ${[command, ...args].join(" ").replaceAll(folder, "")}`, async () => {
      const all = command === "" ? args : [command, ...(begins[command] ?? []), ...args];
      const { code, out, err, problems } = await run(all);
      assert.deepEqual([code, out, problems], [2, "", [message]]);
      const usage = err.slice(0, -message.length);
      if (usage !== "") assert.match(usage, new RegExp(`^Usage: connectedorgs ${command || "<command>"}.*\n\n$`, "s"));
    });
  }

  const names = ["doctor", "export", "estate", "drift-report", "accept", "emulator", "probe"];

  it("lists its commands and topics, and tells about each", async () => {
    const help = await run(["help"]);
    assert.deepEqual(
      [...help.out.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name),
      [...names, "settings", "switches"],
    );
    for (const same of [["-h"], ["--help"]]) assert.deepEqual(await run(same), help);
    for (const name of names) assert.deepEqual(await run(["help", name]), await run([name, "-h"]));
    assert.match((await run(["help", "settings"])).out, /^ {2}CONNECTEDORGS_TENANT_ID\n {4}ARM_TENANT_ID$/m);
    assert.match((await run(["help", "switches"])).out, /^ {2}patchAnswer +PATCH: .*\n +Values: 204, 202, 200\./m);
  });

  it("explains itself in lines of at most 80 columns", async () => {
    const pages = await Promise.all(
      [[], ...[...names, "settings", "switches"].map((name) => [name])].map(
        async (about) => await run(["help", ...about]),
      ),
    );
    const lines = pages.flatMap(({ out }) => out.split("\n"));
    assert.deepEqual(
      lines.filter((line) => line.length > 80 || line.endsWith(" ")),
      [],
    );
    assert.ok(lines.length > 200);
  });

  it("prints the package's version", async () => {
    const { version } = require("pulumi-connectedorgs/package.json");
    for (const option of ["--version", "-V"]) assert.equal((await run([option])).out, version);
  });

  it("helps where an option is wrong as well", async () => {
    assert.equal((await run(["emulator", "--help", "--port", "high"])).out, (await run(["help", "emulator"])).out);
  });

  it("describes a command: its options, what its exit codes mean", async () => {
    const { code, out } = await run(["doctor", "--help"]);
    assert.equal(code, 0);
    const page = out.split("\n\n");
    assert.deepEqual(
      [page[0], ...page.slice(3)],
      [
        "Usage: connectedorgs doctor [options]",
        "Options:\n  --stack <name>  also read the configuration of this stack of the Pulumi\n                  project in this folder\n  --json          machine-readable output\n  -h, --help      show this help",
        "Exit codes:\n  0  no problem\n  1  a problem\n  2  wrong usage",
      ],
    );
  });
});

describe("what a command prints", () => {
  it("has colours on a terminal only, unless they are not wanted there", () => {
    const environments = [{}, { NO_COLOR: "" }, { NO_COLOR: "1" }, { TERM: "dumb" }];
    const on = (isTTY: boolean) => environments.map((environment) => isColoured({ isTTY }, environment));
    assert.deepEqual(
      [on(true), on(false)],
      [
        [true, true, false, false],
        [false, false, false, false],
      ],
    );
  });

  it("moves no cursor, begins no command of a pipeline, and shows no token", async () => {
    const name = "\u001b[2Jx\n::error::y\nand ##vso[task.complete]z ##[add-mask]w Bearer eyJhbGciOi.abcdef123456";
    const said =
      "Unknown command: \\u{1b}[2Jx\n. ::error::y\nand ## vso[task.complete]z ## [add-mask]w Bearer [secret]";
    assert.deepEqual((await run([name])).problems, [said]);
  });
});
