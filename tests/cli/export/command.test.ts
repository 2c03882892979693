/** `connectedorgs export` in process against an emulated tenant: what it exports, and what it writes. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { OrganizationInput } from "../../../emulator";
import { temporaryFolder } from "../../../harness/project/temporary-folder";
import { ROOT } from "../../../harness/root";
import { shim } from "../../../sdk/shim";
import { emulated } from "../emulated";
import type { Ended } from "../run";
import { guid, makeEstate, sponsorIds } from "./estate";

type Values = Record<string, unknown>;

const onWire = (type: string, properties: object) => ({ "@odata.type": `#microsoft.graph.${type}`, ...properties });
const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const created = "2025-01-02T03:04:05.1234567Z";

const fabrikam: OrganizationInput = {
  id: guid("aaaa", 1),
  displayName: "Fabrikam",
  createdDateTime: created,
  identitySources: [
    onWire("domainIdentitySource", { domainName: "Fabrikam.example", displayName: "fabrikam.example" }),
    onWire("azureActiveDirectoryTenant", { tenantId: tenantId.toUpperCase(), displayName: "Fabrikam Inc" }),
  ],
  internalSponsors: sponsorIds.slice(0, 2).reverse(),
};
const adatum: OrganizationInput = {
  id: guid("aaaa", 2),
  displayName: "A. Datum",
  state: "proposed",
  identitySources: [onWire("domainIdentitySource", { domainName: "adatum.com" })],
};
const future: OrganizationInput = {
  id: guid("aaaa", 3),
  displayName: "Future\nless",
  identitySources: [onWire("verifiedIdIdentitySource", { authority: "did:web:a.example" })],
};
const futureReason =
  'identitySources[0].type must be one of domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource, not "verifiedIdIdentitySource".';

describe("the command connectedorgs export", () => {
  const { serve, command: exported } = emulated("export");

  const idsOf = ({ out }: Ended) => (JSON.parse(out) as { resources: { id: string }[] }).resources.map(({ id }) => id);

  it("prints the import file as JSON, with inputs as check returns them, outputs as read returns them, and what it left out", async () => {
    await serve({ seed: { organizations: [fabrikam, future] } });
    const { code, out, err, progress } = await exported(["--json", "--sponsors"]);
    const declared = {
      displayName: "Fabrikam",
      description: "",
      state: "configured",
      identitySources: [
        { type: "azureActiveDirectoryTenant", tenantId },
        { type: "domainIdentitySource", domainName: "fabrikam.example" },
      ],
      internalSponsors: sponsorIds.slice(0, 2),
      externalSponsors: [],
      adoptExisting: false,
    };
    const outputs = {
      ...declared,
      resolvedIdentitySources: [
        { type: "azureActiveDirectoryTenant", tenantId, displayName: "Fabrikam Inc" },
        { type: "domainIdentitySource", domainName: "fabrikam.example", displayName: "fabrikam.example" },
      ],
      createdDateTime: created,
      modifiedDateTime: created,
      __schemaVersion: 1,
      __resolutions: {
        '["domainIdentitySource","fabrikam.example"]': '["domainIdentitySource","fabrikam.example"]',
      },
    };
    const type = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
    assert.deepEqual(JSON.parse(out), {
      resources: [
        {
          type,
          name: "fabrikam",
          id: fabrikam.id,
          inputs: { ...declared, __provider: shim },
          outputs: { ...outputs, __provider: shim },
        },
      ],
      leftOut: [{ id: future.id, displayName: "Future\nless", reason: futureReason }],
    });
    assert.equal(code, 0);
    assert.equal(err, `Left out: connected organization "Future\\nless" (${future.id}): ${futureReason}`);
    assert.deepEqual(
      [progress[0], progress.at(-2), progress.at(-1)],
      ["Read 2 organizations.", "Read the sponsors of 2 of 2 organizations.", ""],
    );
  });

  it("exports only what a filter, a state or ids select", async () => {
    await serve({ seed: { organizations: [fabrikam, adatum] } });
    assert.deepEqual(idsOf(await exported(["--json", "--filter", "displayName eq 'Fabrikam'"])), [fabrikam.id]);
    assert.deepEqual(idsOf(await exported(["--json", "--state", "proposed"])), [adatum.id]);
    const twice = ["--id", adatum.id ?? "", "--id", (adatum.id ?? "").toUpperCase()];
    assert.deepEqual(idsOf(await exported(["--json", ...twice])), [adatum.id]);
    assert.deepEqual(idsOf(await exported(["--json", ...twice, "--state", "configured"])), []);
  });

  it("says what is wrong with a filter, an id, the selection or the credential", async () => {
    await serve({ seed: { organizations: [adatum] } });
    const failed = async (args: readonly string[], env = {}) => {
      const { code, err } = await exported(args, env);
      assert.equal(code, 1);
      return err.replace(/ \(request-id[^)]*\)/, "");
    };
    assert.equal(
      await failed(["--json", "--filter", "name eq 1"]),
      "exporting connected organizations: Graph answered 400 InvalidFilter: Invalid filter clause: 'name eq 1' is not supported. Check the filter, or leave --filter out and choose by --state or --id.",
    );
    assert.equal(
      await failed(["--json", "--id", tenantId]),
      `exporting connected organizations: No organization has the id ${tenantId}. Check the id, and make sure the settings name the right tenant.`,
    );
    assert.equal(
      await failed(["--state", "configured", "--out", join(temporaryFolder("export"), "new")]),
      "exporting connected organizations: No organization can be exported. Check the options, and make sure the settings name the right tenant.",
    );
    assert.match(
      await failed(["--json"], { CONNECTEDORGS_ACCESS_TOKEN: "" }),
      /^exporting connected organizations: .*CONNECTEDORGS_CLIENT_SECRET/,
    );
  });

  it("writes a project with the versions the package was tested with, and says what to do next", async () => {
    await serve({ seed: { organizations: [adatum, future] } });
    const folder = join(temporaryFolder("export"), "deep", "new");
    const { code, out } = await exported(["--out", folder]);
    assert.equal(code, 0);
    assert.match(
      out.replaceAll("\n", " "),
      /^Wrote 1 organization to \S+\. Left out: 1 organization, listed in index\.ts\./,
    );
    assert.match(out, /pulumi import --file import\.json --generate-code=false\n.*Before Pulumi 3\.254\.0/s);
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    assert.deepEqual(readdirSync(folder).sort(), [
      "Pulumi.yaml",
      "import.json",
      "index.ts",
      "package.json",
      "tsconfig.json",
    ]);
    assert.match(read("Pulumi.yaml"), /^name: connected-organizations\n.*\nruntime: nodejs\n$/);
    const { devDependencies } = require("pulumi-connectedorgs/package.json");
    assert.deepEqual(JSON.parse(read("package.json")), {
      name: "connected-organizations",
      version: "0.0.0",
      private: true,
      main: "index.ts",
      dependencies: {
        "@pulumi/pulumi": "^3.216.0",
        "pulumi-connectedorgs": `file:${relative(realpathSync(folder), ROOT)}`,
      },
      devDependencies: {
        "@types/node": devDependencies["@types/node"],
        "ts-node": devDependencies["ts-node"],
        typescript: devDependencies.typescript,
      },
    });
    assert.equal(
      read("index.ts"),
      `import { ConnectedOrganization } from "pulumi-connectedorgs";

new ConnectedOrganization("a-datum", {
  displayName: "A. Datum",
  state: "proposed",
  identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
});

// Left out: Future less (${future.id}): ${futureReason}
`,
    );
  });

  it("writes a YAML program, or a TypeScript one on the plugin, with an import file of ids", async () => {
    await serve({ seed: { organizations: [adatum, future] } });
    const folder = temporaryFolder("export");
    const plugins = "plugins:\n  providers:\n    - name: connectedorgs\n      path: node_modules/.bin\n";
    const resources = [{ type: "connectedorgs:index:ConnectedOrganization", name: "a-datum", id: adatum.id }];
    const write = async (name: string, ...options: string[]) => {
      const { code, out } = await exported(["--out", join(folder, name), ...options]);
      assert.equal(code, 0);
      assert.doesNotMatch(out, /3\.254\.0/);
      const read = (file: string) => readFileSync(join(folder, name, file), "utf8");
      assert.deepEqual(JSON.parse(read("import.json")), { resources });
      return { out, read };
    };

    const yaml = await write("yaml", "--language", "yaml");
    assert.match(yaml.out.replace(/\s+/g, " "), /Left out: 1 organization, listed in Pulumi\.yaml\./);
    assert.deepEqual(readdirSync(join(folder, "yaml")).sort(), ["Pulumi.yaml", "import.json", "package.json"]);
    const [project, program] = yaml.read("Pulumi.yaml").split(plugins);
    assert.match(project ?? "", /^name: connected-organizations\n.*\nruntime: yaml\n$/);
    assert.match(program ?? "", /^resources:\n {2}a-datum:\n/);
    assert.deepEqual(Object.keys(JSON.parse(yaml.read("package.json")).dependencies), ["pulumi-connectedorgs"]);

    const typescript = await write("typescript", "--plugin");
    assert.ok(typescript.read("Pulumi.yaml").endsWith(`runtime: nodejs\n${plugins}`));
    assert.match(
      typescript.read("index.ts"),
      /^import \{ ConnectedOrganization \} from "pulumi-connectedorgs\/plugin";\n/,
    );
  });

  it("prints a name that looks like a command of a pipeline so that it is read as it is", async () => {
    const displayName = "###[add-mask]x ##vso[task.complete]y";
    await serve({ seed: { organizations: [{ ...adatum, displayName }] } });
    const { out } = await exported(["--json"]);
    const [resource] = (JSON.parse(out) as { resources: { inputs: Values }[] }).resources;
    assert.deepEqual([resource?.inputs["displayName"], out.includes("##")], [displayName, false]);
  });

  it("puts sponsors that it declares into the plugin's import file, which would not read them", async () => {
    await serve({ seed: { organizations: [fabrikam] } });
    const { out } = await exported(["--json", "--plugin", "--sponsors"]);
    const [{ inputs = {}, outputs = {} } = {}] = (JSON.parse(out) as { resources: Record<string, Values>[] }).resources;
    assert.deepEqual(inputs["internalSponsors"], [...sponsorIds.slice(0, 2)].sort());
    assert.deepEqual([outputs["internalSponsors"], inputs["__provider"]], [inputs["internalSponsors"], undefined]);
  });

  it("writes a YAML program in one file only", async () => {
    const { code, err } = await exported(["--language", "yaml", "--file-per-organization"]);
    assert.deepEqual([code, err], [2, "A YAML program is one file: leave --file-per-organization out."]);
  });

  it("writes to a folder that is not empty only with --force", async () => {
    await serve({ seed: { organizations: [adatum] } });
    const folder = temporaryFolder("export");
    writeFileSync(join(folder, "mine.txt"), "mine");
    const { code, err } = await exported(["--out", folder]);
    assert.equal(code, 1);
    assert.equal(err, `The folder ${folder} is not empty. Choose another one with --out, or overwrite with --force.`);
    assert.deepEqual(readdirSync(folder), ["mine.txt"]);
    assert.equal((await exported(["--out", folder, "--force", "--file-per-organization"])).code, 0);
    assert.equal(readFileSync(join(folder, "mine.txt"), "utf8"), "mine");
    assert.deepEqual(readdirSync(join(folder, "organizations")), ["a-datum.ts"]);
  });

  it("writes the same bytes whatever the service's order and pages", async () => {
    const estate = makeEstate(60);
    const reversed = estate
      .map((one) => ({ ...one, identitySources: [...(one.identitySources ?? [])].reverse() }))
      .reverse();
    const folder = temporaryFolder("export");
    const written: string[][] = [];
    for (const [index, [organizations, switches]] of [
      [estate, {}] as const,
      [reversed, { pageSize: 7, emptyPage: "first" }] as const,
    ].entries()) {
      await serve({ seed: { organizations }, switches });
      const to = join(folder, String(index));
      mkdirSync(to);
      assert.equal((await exported(["--out", to, "--sponsors"])).code, 0);
      written.push(readdirSync(to).map((name) => readFileSync(join(to, name), "utf8")));
    }
    assert.deepEqual(written[1], written[0]);
  });
});
