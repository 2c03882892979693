/** Every example, installed from the packed package: it compiles, and a preview shows what it declares. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "../../emulator";
import { runProcess } from "../../harness/run-process";
import {
  compile,
  descriptionOf,
  exampleNames,
  installedExample,
  needsPlugin,
  preview,
  type Surroundings,
} from "./installed-example";

const adele = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const tenant = (region: string) => ({ [`${region}TenantId`]: adele, [`${region}ClientId`]: adele });

/** What an example's own configuration asks for. */
const configured: Readonly<Record<string, Partial<Surroundings>>> = {
  sponsors: { config: { internalSponsors: JSON.stringify([adele]) } },
  "several-tenants": {
    config: { ...tenant("europe"), ...tenant("america") },
    secrets: { europeClientSecret: "secret-of-europe", americaClientSecret: "secret-of-america" },
  },
};

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
    });

    it(`compiles: ${name}`, async () => {
      const { exitCode, output } = await compile(await installedExample(name));
      assert.equal(exitCode, 0, output);
    });

    if (needsPlugin(name)) continue;
    it(`is previewed without a request: ${name}`, async () => {
      const folder = await installedExample(name);
      const emulator = createEmulator();
      const { url, close } = await emulator.listen();
      const env = {
        CONNECTEDORGS_GRAPH_ENDPOINT: url,
        CONNECTEDORGS_AUTHORITY_HOST: url,
        CONNECTEDORGS_ACCESS_TOKEN: "a-token",
      };
      const surroundings = { env, config: {}, secrets: {}, ...configured[name] };
      const { exitCode, output } = await preview(folder, surroundings).finally(close);
      assert.equal(exitCode, 0, output);
      assert.match(output, new RegExp(`\\+ ${declarations(folder)} to create`));
      assert.doesNotMatch(output, /secret-of|a-token/);
      assert.deepEqual(emulator.requests, []);
    });
  }

  // Its azuread resources need a plugin that is not part of this repository, so the program runs under Pulumi's mocks.
  it("gives the organization's bare id to the policy of an access package", async () => {
    const script = require.resolve("./access-package-mocks");
    const folder = await installedExample("access-package");
    const args = ["-r", "ts-node/register/transpile-only", script, folder];
    const { stdout, output } = await runProcess(process.execPath, args, { cwd: folder, timeoutMs: 60_000 });
    const { id, registered } = JSON.parse(stdout || JSON.stringify({ output }));
    assert.equal(id, "id of wingtip");
    const policy = registered["azuread:index/accessPackageAssignmentPolicy:AccessPackageAssignmentPolicy wingtip"];
    assert.deepEqual(policy.requestorSettings, {
      scopeType: "SpecificConnectedOrganizationSubjects",
      requestors: [{ subjectType: "connectedOrganizationMembers", objectId: "id of wingtip" }],
    });
    assert.ok(registered["pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization wingtip"]);
  });
});

function importsIn(folder: string): string[] {
  const programs = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const text = programs.map((name) => readFileSync(join(folder, name), "utf8")).join("");
  return [...text.matchAll(/ from "([^".][^"]*)"/g)].map(([, name = ""]) => name);
}

/** The stack, the explicit providers and the organizations of a program that declares each in a line of its own. */
function declarations(folder: string): number {
  const program = readFileSync(join(folder, "index.ts"), "utf8");
  return 1 + (program.match(/new (Provider|ConnectedOrganization)\(/g) ?? []).length;
}
