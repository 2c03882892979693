/** `connectedorgs estate --import`: what is in no stack, as files beside a program that is there. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../harness/project/temporary-folder";
import { emulated } from "../emulated";
import { guid } from "../export/estate";
import { write } from "../run";
import { stateOf } from "./state";

const { serve, command: estate } = emulated("estate");
const source = (domainName: string) => [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName }];
const of = (index: number, displayName: string, state: "configured" | "proposed" = "configured") => ({
  id: guid("aaaa", index),
  displayName,
  state,
  identitySources: source(`partner-${index}.example`),
});
const [contoso, other, proposed, managed] = [
  of(1, "Contoso"),
  of(2, "Other"),
  of(3, "New", "proposed"),
  of(4, "Managed"),
];

describe("an import into a project", () => {
  const state = write("import.json", stateOf("prod", [{ id: managed.id, name: "contoso" }]));
  before(() => serve({ seed: { organizations: [contoso, other, proposed, managed] } }));

  function project(pulumi: string): string {
    const folder = temporaryFolder("project");
    writeFileSync(join(folder, "Pulumi.yaml"), pulumi);
    return folder;
  }

  const day = "taken-over-D";
  const dated = (text: string) => text.replaceAll(/taken-over-\d{4}-\d\d-\d\d/g, day);
  const filesIn = (folder: string) => {
    const names = readdirSync(folder).filter((name) => name !== "Pulumi.yaml");
    return Object.fromEntries(names.map((name) => [dated(name), readFileSync(join(folder, name), "utf8")]));
  };
  const idsIn = (text = "") =>
    (JSON.parse(text) as { resources: { name: string; id: string; type: string }[] }).resources;

  it("is a module and an import file for what is in no stack, with names that no other resource has", async () => {
    const folder = project("name: partners\nruntime: nodejs\n");
    const { code, out } = await estate(["--state", state, "--import", folder]);
    const { [`${day}.ts`]: program = "", [`${day}.import.json`]: imports, ...others } = filesIn(folder);
    assert.deepEqual([code, others], [7, {}]);
    const [module = ""] = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    assert.equal(require.resolve(join(folder, module.slice(0, -3))), join(folder, module));
    assert.match(program, /^import \{ ConnectedOrganization \} from "pulumi-connectedorgs";\n/);
    const names = [`contoso-${contoso.id.slice(0, 8)}`, "other"];
    assert.deepEqual(program.match(/(?<=new ConnectedOrganization\(")[^"]+/g), names);
    const type = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
    assert.deepEqual(
      idsIn(imports).map(({ name, id, type: one }) => [name, id, one]),
      [contoso, other].map(({ id }, index) => [names[index], id, type]),
    );
    const steps = `Wrote ${day}.ts and ${day}.import.json for 2 organizations to ${folder}. To take them over without a change, add import "./${day}"; to the program, and in its folder run: pulumi import --file ${day}.import.json --generate-code=false pulumi preview --expect-no-changes`;
    assert.ok(dated(out).replace(/\s+/g, " ").endsWith(steps.replace(/\s+/g, " ")), out);
  });

  it("overwrites nothing unless told to", async () => {
    const folder = project("name: partners\nruntime: nodejs\n");
    await estate(["--state", state, "--import", folder]);
    const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    writeFileSync(join(folder, file), "edited");
    const again = await estate(["--state", state, "--import", folder]);
    assert.deepEqual(
      [again.code, again.err],
      [
        1,
        `reading the estate: The file ${join(folder, file)} already exists. Move it away, or overwrite it with --force.`,
      ],
    );
    assert.equal(readFileSync(join(folder, file), "utf8"), "edited");
    await estate(["--state", state, "--import", folder, "--force"]);
    assert.match(readFileSync(join(folder, file), "utf8"), /ConnectedOrganization/);
  });

  it("takes a proposed organization only when it is named", async () => {
    const folder = project("name: partners\nruntime: nodejs\n");
    await estate(["--state", state, "--import", folder, "--id", proposed.id.toUpperCase()]);
    const files = filesIn(folder);
    assert.deepEqual(
      idsIn(files[`${day}.import.json`]).map(({ id }) => id),
      [proposed.id],
    );
    assert.match(files[`${day}.ts`] ?? "", /state: "proposed"/);
    const { code, err } = await estate(["--state", state, "--import", folder, "--id", managed.id]);
    const fact = `No organization outside the stacks has the id ${managed.id}. Check the id.`;
    assert.deepEqual([code, err], [1, `reading the estate: ${fact}`]);
  });

  const pluginFolder = "plugins:\n  providers:\n    - name: connectedorgs\n      path: node_modules/.bin\n";
  for (const [language, pulumi, names, step] of [
    [
      "TypeScript on the plugin",
      `runtime: nodejs\n${pluginFolder}`,
      [`${day}.import.json`, `${day}.ts`],
      `add import "./${day}";`,
    ],
    [
      "YAML",
      "runtime: yaml\n",
      [`${day}.import.json`, `${day}.yaml`],
      `add the resources of ${day}.yaml to those of Pulumi.yaml`,
    ],
    ["Python", "runtime: python\n", [`${day}.import.json`], "add the printed lines to the program"],
  ] as const)
    it(`is for the plugin in a project in ${language}`, async () => {
      const folder = project(`name: partners\n${pulumi}`);
      const { out } = await estate(["--state", state, "--import", folder]);
      const files = filesIn(folder);
      assert.deepEqual(Object.keys(files).sort(), names);
      assert.deepEqual(
        idsIn(files[`${day}.import.json`]).map(({ type }) => type),
        Array(2).fill("connectedorgs:index:ConnectedOrganization"),
      );
      assert.ok(dated(out).replace(/\s+/g, " ").includes(step), out);
    });

  it("writes nothing beside a Pulumi.yaml that is not YAML", async () => {
    const folder = project("name: *nobody\n");
    const { code, err } = await estate(["--state", state, "--import", folder]);
    const why = "Unresolved alias (the anchor must be set before the alias): nobody";
    const fact = `${join(folder, "Pulumi.yaml")} cannot be read as YAML: ${why}.`;
    assert.deepEqual(
      [code, err, filesIn(folder)],
      [1, `reading the estate: ${fact} Correct the file: the engine reads it, too.`, {}],
    );
  });

  it("needs a project", async () => {
    const folder = temporaryFolder("no-project");
    mkdirSync(join(folder, "inner"));
    const { code, err } = await estate(["--state", state, "--import", folder]);
    const fact = `There is no Pulumi project in ${folder}. Name the folder of the program with --import.`;
    assert.deepEqual([code, err], [1, `reading the estate: ${fact}`]);
  });
});
