/**
 * The contract tests of both doors once more, beside the packed package, for each version of the SDK and of Node that
 * counts. The plugin has no SDK but its own. Needs a build and npm.
 */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../harness/root";
import { newest, oldest, sdkVersion } from "./installation";
import { nodeFolder, runWith, witness } from "./node";
import { sideBySide } from "./side-by-side";

const thisNode = Number.parseInt(process.versions.node, 10);

describe("the contract with the engine", function () {
  this.timeout(900_000);

  sideBySide({
    // The contract tests themselves run with @pulumi/pulumi 3.248.0, the newest for Node 20.
    "holds with @pulumi/pulumi 3.216.0, the oldest": async () => holds(await oldest(), /^3\.216\.0$/, thisNode),
    "holds with the newest @pulumi/pulumi on Node 22": async () => holds(await newest(), newerThan248, 22),
    "holds with the newest @pulumi/pulumi on Node 24": async () => holds(await newest(), newerThan248, 24),
  });
});

const newerThan248 = /^3\.(249|2[5-9]\d|[3-9]\d\d)\./;

async function holds(installation: string, sdk: RegExp, major: number): Promise<void> {
  assert.match(sdkVersion(installation), sdk);
  const { env, saw } = witness();
  const { passed, failures } = await runContract(installation, major, env);
  assert.deepEqual(failures, []);
  assert.ok(passed >= 28, `only ${passed} tests ran`);
  await saw(major, ["dynamic-provider"]);
}

interface Report {
  readonly stats: { readonly passes: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

/** Runs a copy of the tests, which finds package and SDK in the folder above, with the tools of the repository. */
async function runContract(installation: string, major: number, env: NodeJS.ProcessEnv) {
  const folder = join(installation, `contract-${major}`);
  for (const part of ["tests", "harness", "sdk", "provider", "plugin", "emulator", "tsconfig.json"]) {
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  }
  const plugin = join("dist", "plugin");
  await cp(join(installation, "node_modules", "pulumi-connectedorgs", plugin), join(folder, plugin), {
    recursive: true,
  });
  // The packed emulator is a bundle, but this one is source. Beside the copy, so that the SDK is still the installation's.
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  for (const name of ["hono", "@hono", "zod"])
    await symlink(join(ROOT, "node_modules", name), join(modules, name), "junction");
  const mocha = join(ROOT, "node_modules", "mocha", "bin", "mocha.js");
  const report = join(folder, "report.json");
  const tools = ["--no-config", "--exit", "--extension", "ts", "--require", require.resolve("ts-node/register")];
  const reporter = ["--timeout", "30000", "--reporter", "json", "--reporter-option", `output=${report}`];
  const command = ["node", mocha, ...tools, ...reporter, "tests/contract/*host*.test.ts"];
  const { output } = await runWith(major === thisNode ? [] : [await nodeFolder(major)], command, folder, env);
  const text = await readFile(report, "utf8").catch(() =>
    Promise.reject(new Error(`mocha gave no report:\n${output}`)),
  );
  const { stats, failures } = JSON.parse(text) as Report;
  return { passed: stats.passes, failures: failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`) };
}
