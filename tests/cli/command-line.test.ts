/** What each command refuses before it does anything, and what help it gives. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { run } from "./run";

const folder = temporaryFolder("command-line");
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";

/** Each command with what stands between its name and what is refused. */
const begins: Readonly<Record<string, string[]>> = { probe: ["--yes"] };
const usage = (command: string) => `\n\nUsage: connectedorgs ${command}`;

const refused: [command: string, args: string[], message: string][] = [
  ["", ["emulater"], `Unknown command: emulater. Did you mean emulator?${usage("<command>")}`],
  ["", ["--versio"], `Unknown option: --versio. Did you mean --version?${usage("<command>")}`],
  ["", ["constructor"], "Unknown command: constructor.\n"],
  ["drift-report", [], `Option --file is missing.${usage("drift-report --file <file>\n")}`],
  ["doctor", ["--jsno"], `Unknown option: --jsno. Did you mean --json?${usage("doctor")}`],
  ["emulator", ["--prot", "1"], `Unknown option: --prot. Did you mean --port?${usage("emulator")}`],
  ["emulator", ["--port"], "Option --port needs a value."],
  ["emulator", ["--port", "high"], "Invalid value for --port: high. It must be a whole number between 0 and 65535."],
  ["emulator", ["--delay", "1s"], "Invalid value for --delay: 1s. It must be a whole number between 0 and 60000."],
  ["emulator", ["--quiet=yes"], "Option --quiet takes no value."],
  ["emulator", ["now"], "Unexpected argument: now."],
  ["emulator", ["--switch", "patchAnswer"], "Invalid value for --switch: patchAnswer. Expected name=value."],
  ["emulator", ["--switch", "patchAnswer=1"], "Invalid value for patchAnswer: 1. Allowed values are: 204, 202, 200."],
  ["emulator", ["--seed", "/nowhere.json"], "The file of --seed cannot be read: ENOENT"],
  ["emulator", ["--tls-key", "k.pem"], "Either both of --tls-cert and --tls-key must be provided, or none."],
  ["emulator", ["--profile", file("list.json", "[]")], "The file of --profile is not a JSON object: "],
  ["emulator", ["--profile", file("text.json", "nothing")], "The file of --profile is not JSON: "],
  [
    "emulator",
    ["--profile", file("patch.json", '{ "patchAnswer": 201 }')],
    "Invalid value for patchAnswer: 201. Allowed values are: 204, 202, 200.",
  ],
  ["export", ["--filtre", "x"], `Unknown option: --filtre. Did you mean --filter?${usage("export")}`],
  [
    "export",
    ["--state", "configred"],
    "Invalid value for --state: configred. Allowed values are: configured, proposed. Did you mean configured?",
  ],
  ["export", ["--id", "1"], `Invalid value for --id: 1. It must be a GUID such as ${id}.\n`],
  ["export", ["--id", id, "--filter", "x"], "Only one of --filter or --id can be provided."],
  ["export", ["--json", "--out", "x"], "Only one of --json or --out can be provided."],
  ["probe", ["--sponsor", "adele"], "Invalid value for --sponsor: adele. It must be a GUID such as"],
  [
    "probe",
    ["--domain-with-tenant", "fabrikam"],
    "Invalid value for --domain-with-tenant: fabrikam. It must be a domain name",
  ],
  ["probe", ["--timeout", "0"], "Invalid value for --timeout: 0. It must be a whole number between 1 and 3600."],
  [
    "probe",
    ["--out", "/nowhere/profile.json"],
    "Invalid value for --out: /nowhere/profile.json. Its folder must be there and writable.",
  ],
  ["probe", ["--claen"], "Unknown option: --claen. Did you mean --clean?"],
];

describe("the command connectedorgs", () => {
  for (const [command, args, message] of refused) {
    it(`refuses: ${[command, ...args].join(" ").replaceAll(`${folder}/`, "")}`, async () => {
      const all = command === "" ? args : [command, ...(begins[command] ?? []), ...args];
      const { code, out, err } = await run(all);
      assert.deepEqual([code, out, err.slice(0, message.length)], [2, "", message]);
    });
  }

  it("lists its commands, and exits with 2 if none is given", async () => {
    const help = await run(["--help"]);
    assert.match(
      help.out,
      /^Usage: connectedorgs <command> \[options\]\n\n(?: {2}\S+ +\S.+\n){5}\n {2}--help, --version$/,
    );
    assert.equal(help.code, 0);
    assert.deepEqual([await run(["-h"]), await run([])], [help, { ...help, code: 2 }]);
  });

  it("prints the package's version", async () => {
    const { version } = require("pulumi-connectedorgs/package.json");
    assert.equal((await run(["--version"])).out, version);
  });

  it("describes a command's options in columns, and when the command fails", async () => {
    const { code, out } = await run(["doctor", "-h"]);
    assert.equal(code, 0);
    assert.match(
      out,
      /^Usage: connectedorgs doctor \[options\]\n\nLooks at .*\n\n {2}--json {2}for programs\n {2}--help\n\nEnds with 0, or with 1 when something is a problem\.$/s,
    );
    assert.match(
      (await run(["emulator", "--help", "--port", "high"])).out,
      /\n {2}--switch <name=value> {2}a behaviour /,
    );
  });
});

describe("what a command prints", () => {
  it("moves no cursor, begins no command of a pipeline, and shows no token", async () => {
    const { err } = await run(["\u001b[2Jx\n::error::y\n##vso[task.complete]z Bearer eyJhbGciOi.abcdef123456"]);
    const [first, ...others] = err.split("\n");
    assert.equal(first, "Unknown command: \\u{1b}[2Jx");
    assert.deepEqual(others.slice(0, 2), [". ::error::y", ". ##vso[task.complete]z Bearer [secret]"]);
  });
});
