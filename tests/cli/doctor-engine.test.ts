/** `connectedorgs doctor` on Node, SDK and engine. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { writeExecutable } from "../support/executable";
import { examine, makeEngine, problemsOf, runDoctor } from "./doctor-run";

const node = dirname(process.execPath);
const launcher = "pulumi-resource-pulumi-nodejs";
const page = "https://www.pulumi.com/docs/install/";

/** The problems besides the sign-in, which is not configured here. */
async function problems(path: readonly string[], cwd?: string) {
  return problemsOf(await examine({ PATH: [...path, node].join(":") }, cwd)).slice(1);
}

function makeProject(versions: Readonly<Record<string, object>>): string {
  const folder = temporaryFolder("doctor-project");
  writeFileSync(join(folder, "Pulumi.yaml"), "name: partners\nruntime: nodejs\n");
  for (const [name, description] of Object.entries(versions)) {
    const target = join(folder, "node_modules", name);
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, "package.json"), JSON.stringify({ name, ...description }));
  }
  return folder;
}

describe("connectedorgs doctor, checking the engine", () => {
  it("finds no problem with the real engine in a program's folder", async () => {
    const { folders } = await ensureEngine();
    const { lines } = await examine({ PATH: [...folders, node, process.env["PATH"]].join(":") });
    assert.deepEqual(
      lines.slice(-7).map(({ check, status }) => [check, status]),
      [
        ["node", "ok"],
        ["sdk", "ok"],
        ["package", "ok"],
        ["engine", "ok"],
        ["dynamic provider", "ok"],
        ["language host", "ok"],
        ["plugin", "ok"],
      ],
    );
    assert.match(lines.at(-4)?.found ?? "", /^Pulumi 3\.259\.0 \(tested with 3\.259\.0\)\.$/);
  }).timeout(600_000);

  it("says where to get an engine if there is none", async () => {
    const remedy = `Install Pulumi from ${page}, and make sure its folder is on PATH.`;
    assert.deepEqual(await problems([]), [["engine", "pulumi is not on PATH.", remedy]]);
  });

  it("says what is wrong if the engine does not run", async () => {
    const folder = makeEngine();
    writeExecutable(folder, "pulumi", "echo broken >&2; exit 3");
    const [[check, found = ""] = []] = await problems([folder]);
    assert.equal(check, "engine");
    assert.ok(found.startsWith(`${folder}/pulumi does not report its version: Command failed: `), found);
  });

  it("finds the programs that run dynamic providers beside the engine, wherever PATH names it", async () => {
    const folder = temporaryFolder("doctor-link");
    symlinkSync(join(makeEngine(), "pulumi"), join(folder, "pulumi"));
    assert.deepEqual(await problems([folder]), []);
  });

  it("names the missing programs that run dynamic providers", async () => {
    const folder = makeEngine([]);
    const missing = (check: string, program: string) => [
      check,
      `${program} is neither on PATH nor in ${folder}.`,
      `Put ${program} next to pulumi: it is part of Pulumi's release, ${page}.`,
    ];
    assert.deepEqual(await problems([folder]), [
      missing("dynamic provider", launcher),
      missing("language host", "pulumi-language-nodejs"),
    ]);
  });

  it("says which packages the program's folder lacks, and which are too old", async () => {
    const engine = [makeEngine()];
    const empty = makeProject({});
    const old = makeProject({ "@pulumi/pulumi": { version: "3.215.9" }, "pulumi-connectedorgs": { version: "0.1.0" } });
    const newer = makeProject({
      "@pulumi/pulumi": { version: "3.270.0", engines: { node: ">=99" } },
      "pulumi-connectedorgs": { version: "0.1.0" },
    });
    const absent = (check: string, name: string) => [
      check,
      `${name} is not installed for programs in ${empty}.`,
      `Run npm install ${name} in the program's folder.`,
    ];
    assert.deepEqual(
      [await problems(engine, empty), await problems(engine, old), await problems(engine, newer)],
      [
        [absent("sdk", "@pulumi/pulumi"), absent("package", "pulumi-connectedorgs")],
        [["sdk", "@pulumi/pulumi 3.215.9.", 'Run npm install @pulumi/pulumi@"^3.216.0" in the program\'s folder.']],
        [
          [
            "sdk",
            "@pulumi/pulumi 3.270.0. It needs Node >=99.",
            "Install that version of Node, or an older @pulumi/pulumi.",
          ],
        ],
      ],
    );
  });

  it("looks for the plugin and the language of a project that is not Node's, and for nothing else", async () => {
    const folder = temporaryFolder("doctor-yaml");
    const home = join(folder, "home");
    const write = (text: string) => writeFileSync(join(folder, "Pulumi.yaml"), `name: partners\n${text}`);
    const engine = makeEngine(["pulumi-language-yaml"]);
    const plugin = async () => {
      const { lines } = await examine({ PATH: [engine, node].join(":"), PULUMI_HOME: home }, folder);
      const [{ check, status, found } = { check: "", status: "", found: "" }, ...others] = lines.slice(-4).reverse();
      assert.deepEqual(
        [...others.map((line) => line.check).reverse(), check],
        ["node", "engine", "language host", "plugin"],
      );
      return [status, found];
    };
    const named = "plugins:\n  providers:\n    - name: connectedorgs\n      path: node_modules/.bin\n";
    const [bin, cache] = [join(folder, "node_modules", ".bin"), join(home, "plugins", "resource-connectedorgs-v0.1.0")];
    const program = "pulumi-resource-connectedorgs";

    write("runtime: yaml\n");
    assert.deepEqual(await plugin(), ["problem", `${program} is neither on PATH nor in ${join(home, "plugins")}.`]);
    writeExecutable(cache, program, "");
    assert.deepEqual(await plugin(), ["ok", `${join(cache, program)}.`]);
    write(`runtime:\n  name: yaml\n${named}`);
    assert.deepEqual(await plugin(), ["problem", `${program} is not in ${bin}.`]);
    writeExecutable(bin, program, "");
    assert.deepEqual(await plugin(), ["ok", `${join(bin, program)}.`]);
  });

  const inList = (...lines: readonly string[]) =>
    `runtime: yaml\nplugins:\n  providers:\n    - ${lines.join("\n      ")}\n`;
  const inBin = inList("name: connectedorgs", "path: bin");
  for (const [what, text, bin] of [
    ["a version between name and path", inList("name: connectedorgs", "version: 0.1.0", "path: bin"), "bin"],
    ["the path before the name", inList("path: bin", "name: connectedorgs"), "bin"],
    ["a comment behind the name", inList("name: connectedorgs # ours", "path: bin"), "bin"],
    ["a space in the path", inList("name: connectedorgs", 'path: "my plugins/bin"'), "my plugins/bin"],
    ["options before the runtime's name", inBin.replace("yaml", "\n  options: {}\n  name: yaml"), "bin"],
    ["a comment behind the runtime", inBin.replace("yaml", "# c\n  name: yaml"), "bin"],
  ] as const)
    it(`reads a Pulumi.yaml with ${what}`, async () => {
      const folder = temporaryFolder("doctor-written");
      writeFileSync(join(folder, "Pulumi.yaml"), `name: partners\n${text}`);
      writeExecutable(join(folder, bin), "pulumi-resource-connectedorgs", "");
      const engine = makeEngine(["pulumi-language-yaml"]);
      const { lines } = await examine({ PATH: [engine, node].join(":") }, folder);
      assert.deepEqual(
        lines.slice(-2).map(({ found }) => found),
        [`${join(engine, "pulumi-language-yaml")}.`, `${join(folder, bin, "pulumi-resource-connectedorgs")}.`],
      );
    });

  for (const [text, why] of [
    [
      "name: [\n",
      "Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1",
    ],
    ["name: *nobody\n", "Unresolved alias (the anchor must be set before the alias): nobody"],
  ] as const)
    it(`says that the project's file is not YAML: ${JSON.stringify(text)}`, async () => {
      const folder = temporaryFolder("doctor-invalid");
      const file = join(folder, "Pulumi.yaml");
      writeFileSync(file, text);
      assert.deepEqual(await problems([makeEngine()], folder), [
        ["project", `${file} cannot be read as YAML: ${why}.`, "Correct the file: the engine reads it, too."],
      ]);
    });

  it("reports no problem outside a program's folder", async () => {
    const folder = temporaryFolder("doctor-elsewhere");
    const { lines } = await examine({}, folder);
    const rows = lines.filter(({ check }) => check === "sdk" || check === "package");
    const row = {
      status: "unknown",
      found: `There is no Pulumi project in ${folder}.`,
      remedy: "Run this command in the folder of your program.",
    };
    assert.deepEqual(rows, [
      { check: "sdk", ...row },
      { check: "package", ...row },
    ]);
  });

  it("prints each line, with what to do below it", async () => {
    const { code, out, problems } = await runDoctor([], {});
    assert.equal(code, 1);
    assert.match(out, /^ok {7}settings {10}Graph https:\/\/graph\.microsoft\.com v1\.0, sign-in at\n {27}\S/);
    assert.match(out, /\nproblem {2}credential .*\n( {27}.*\n)+ {27}-> Set CONNECTEDORGS_TENANT_ID/);
    assert.match(out, /\nunknown {2}token {13}Skipped: fix credential first\.\n/);
    assert.match(problems[0] ?? "", /^problem {2}credential {8}No credential is configured\./);
    const broken = out.split("\n").filter((line) => line.length > 80 && line.slice(27).includes(" "));
    assert.deepEqual(broken, [], "Only what is one word may be longer than 80 columns.");
  });
});
