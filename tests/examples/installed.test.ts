/** Every example, copied and installed as its README says: it compiles, and a preview shows what it declares. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { createEmulator } from "../../emulator";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { runProcess } from "../../harness/run-process";
import { version } from "../../package.json";
import { compileExamples, descriptionOf, exampleNames, installedExample, needsPlugin } from "./installed-example";
import { commandsOf, paste } from "./readme";

/** The lines that copy an example and install its packages. */
const INSTALLING = 3;
/** Those whose README installs the package in no way of its own. */
const usual = exampleNames.filter((name) => name !== "pipelines");

describe("an example that is installed from the packed package", function () {
  this.timeout(400_000);

  it("is found wherever a Pulumi.yaml is", () => {
    assert.ok(exampleNames.length >= 5, exampleNames.join(", "));
  });

  for (const name of exampleNames) {
    it(`lists the packages that it needs: ${name}`, async () => {
      const { dependencies, devDependencies } = descriptionOf(name);
      const listed = Object.keys({ ...dependencies, ...devDependencies });
      const compiler = ["typescript", "ts-node", "@types/node"];
      const needed = new Set([...importsIn(await installedExample(name)), "@pulumi/pulumi", ...compiler]);
      assert.deepEqual([...needed].sort(), listed.sort());
      assert.equal(dependencies["pulumi-connectedorgs"], `^${version}`);
    });

    if (needsPlugin(name) || !usual.includes(name) || name === "quickstart") continue;
    it(`is previewed without a request, by the lines of its README: ${name}`, async () => {
      const steps = (await commandsOf(name)).slice(INSTALLING);
      const folder = await installedExample(name);
      const emulator = createEmulator();
      const { url, close } = await emulator.listen();
      const env = {
        CONNECTEDORGS_GRAPH_ENDPOINT: url,
        CONNECTEDORGS_AUTHORITY_HOST: url,
        CONNECTEDORGS_ACCESS_TOKEN: "a-token",
      };
      const printed = await paste(steps, folder, env).finally(close);
      assert.match(printed, new RegExp(`\\+ ${declarations(folder)} to create`));
      assert.doesNotMatch(printed, /secret-of|a-token/);
      assert.deepEqual(emulator.requests, []);
    });
  }

  it("compiles with its own configuration", async () => {
    const { exitCode, output } = await compileExamples();
    assert.equal(exitCode, 0, output);
    assert.equal(output.match(/Building project/g)?.length, exampleNames.length, output);
  });

  it("is installed anywhere and previewed by all lines of its README: quickstart", async () => {
    const printed = await paste(await commandsOf("quickstart"), temporaryFolder("copied"));
    assert.match(printed, /\+ 4 to create/);
  });

  it("is previewed in YAML by the plugin, which npm has installed", async () => {
    const printed = await paste(await commandsOf("yaml"), temporaryFolder("copied"));
    assert.match(printed, /\+ 4 to create/);
  });

  it("is installed in the same way as the quickstart", async () => {
    const installing = async (name: string) =>
      JSON.stringify((await commandsOf(name)).slice(0, INSTALLING)).replaceAll(name, "quickstart");
    const found = await Promise.all([...usual, "yaml"].map(installing));
    assert.deepEqual([...new Set(found)], [await installing("quickstart")]);
  });

  it("is a policy pack that compiles, by the lines of its README", async () => {
    assert.deepEqual((await commandsOf("policy")).slice(INSTALLING), [
      { kind: "line", command: "npx tsc", exitCode: 0 },
    ]);
  });

  it("gives the organization's bare id to the policy of an access package", async () => {
    const { exported, registered } = await underMocks("access-package");
    assert.deepEqual(exported, { policyId: "id of wingtip" });
    const policy = registered["azuread:index/accessPackageAssignmentPolicy:AccessPackageAssignmentPolicy wingtip"];
    assert.deepEqual(policy?.["requestorSettings"], {
      scopeType: "SpecificConnectedOrganizationSubjects",
      requestors: [{ subjectType: "connectedOrganizationMembers", objectId: "id of wingtip" }],
    });
    assert.ok(registered[wingtip]);
  });

  for (const [externalUserState, guests] of [
    ["PendingAcceptance", []],
    ["Accepted", ["user rosa"]],
  ] as const) {
    it(`has sponsors by name, and a guest whose invitation is ${externalUserState}`, async () => {
      const results = { "azuread:index/getUser:getUser": { externalUserState } };
      const { registered } = await underMocks("sponsors-by-name", results);
      const { internalSponsors, externalSponsors } = registered[wingtip] ?? {};
      assert.deepEqual([internalSponsors, externalSponsors], [["adele@contoso.com", "Partner managers"], guests]);
    });
  }
});

const wingtip = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization wingtip";

interface Mocked {
  readonly exported: object;
  readonly registered: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** For resources of azuread, which need a plugin that is not part of this repository. */
async function underMocks(name: string, results: object = {}): Promise<Mocked> {
  const folder = await installedExample(name);
  const script = require.resolve("./azuread-mocks");
  const args = ["-r", "ts-node/register/transpile-only", script, folder, JSON.stringify(results)];
  const { exitCode, stdout, output } = await runProcess(process.execPath, args, { cwd: folder, timeoutMs: 60_000 });
  assert.equal(exitCode, 0, output);
  return JSON.parse(stdout) as Mocked;
}

function importsIn(folder: string): string[] {
  const programs = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const text = programs.map((name) => readFileSync(join(folder, name), "utf8")).join("");
  return [...text.matchAll(/ from "([^".][^"]*)"/g)].map(([, name = ""]) => name).filter((name) => !isBuiltin(name));
}

/** The stack, the explicit providers and the organizations of a program that declares each in a line or row of its own. */
function declarations(folder: string): number {
  const rows = join(folder, "partners.yaml");
  if (existsSync(rows)) return 1 + Object.keys(parse(readFileSync(rows, "utf8"))).length;
  const program = readFileSync(join(folder, "index.ts"), "utf8");
  return 1 + (program.match(/new (Provider|ConnectedOrganization)\(/g) ?? []).length;
}
