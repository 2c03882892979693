// The harness itself, with a resource whose objects are files: does the real engine run a constant provider text?
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";

const PROVIDER = `
const fs = require("node:fs");
const file = (id) => process.env.CONNECTEDORGS_TEST_FOLDER + "/" + id;
exports.handler = () => ({
  create(inputs) { fs.writeFileSync(file("one"), inputs.text); return { id: "one", outs: { text: inputs.text } }; },
  read(id) {
    if (!fs.existsSync(file(id))) return {};
    const text = fs.readFileSync(file(id), "utf8");
    return { id, props: { text }, inputs: { text } };
  },
  update(id, olds, news) { fs.writeFileSync(file(id), news.text); return { outs: { text: news.text } }; },
  delete(id) { fs.rmSync(file(id), { force: true }); },
});`;

const program = (text: string): string => `
const pulumi = require("@pulumi/pulumi");
class Note extends pulumi.CustomResource {
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/test:Note", name, { ...args, __provider: ${JSON.stringify(PROVIDER)} });
  }
}
const config = new pulumi.Config("connectedorgs");
const note = new Note("note", { text: ${JSON.stringify(text)} });
module.exports = { id: note.id, tenant: config.require("tenantId"), secret: config.requireSecret("clientSecret") };
`;

describe("the harness for the real engine", function () {
  this.timeout(300_000);
  let project: PulumiProject;

  before(async () => {
    project = await createProject({
      program: program("first"),
      config: { "connectedorgs:tenantId": "a tenant" },
      secrets: { "connectedorgs:clientSecret": "hidden words" },
    });
    project.env["CONNECTEDORGS_TEST_FOLDER"] = project.folder;
  });

  after(() => project?.dispose());

  it("installs the package from its tarball, not as a link", () => {
    const folder = join(project.folder, "..", "node_modules", "pulumi-connectedorgs");
    assert.deepEqual(readdirSync(folder).includes("tools"), false);
  });

  it("takes a resource through its whole life", async () => {
    const note = join(project.folder, "one");
    succeeded(await project.up());
    assert.equal(readFileSync(note, "utf8"), "first");
    assert.equal((await project.resource("note"))?.id, "one");
    assert.deepEqual(await project.outputs(), { id: "one", tenant: "a tenant", secret: "hidden words" });
    assert.equal((await project.state()).text.includes("hidden words"), false);

    succeeded(await project.preview(["--expect-no-changes"]));
    succeeded(await project.refresh(["--expect-no-changes"]));

    writeFileSync(note, "changed by hand");
    assert.match(succeeded(await project.refresh(["--preview-only", "--diff"])).stdout, /"first" => "changed by hand"/);
    await project.writeProgram(program("second"));
    succeeded(await project.up(["--refresh"]));
    assert.equal(readFileSync(note, "utf8"), "second");

    succeeded(await project.destroy());
    assert.equal(existsSync(note), false);
    assert.deepEqual((await project.state()).resources, []);
  });

  it("reports a program that fails without throwing", async () => {
    await project.writeProgram(`throw new Error("broken program");`);
    const { exitCode, output } = await project.preview();
    assert.notEqual(exitCode, 0);
    assert.match(output, /broken program/);
  });

  it("runs programs in TypeScript, with their types checked", async () => {
    const typed = await createProject({ language: "typescript", program: `export const sum: number = 1 + 1;` });
    succeeded(await typed.up());
    assert.deepEqual(await typed.outputs(), { sum: 2 });
    await typed.writeProgram(`export const sum: number = "no number";`);
    assert.match((await typed.preview()).output, /not assignable to type 'number'/);
    await typed.dispose();
  });

  it("stops a command that takes too long and shows what it said", async () => {
    const endless = await createProject({
      program: `console.log("started"); setInterval(() => {}, 1000); return new Promise(() => {});`,
      timeoutMs: 8_000,
    });
    await assert.rejects(endless.preview(), /was stopped after 8 s[\s\S]*started/);
    await endless.dispose();
  });
});

function succeeded(result: Awaited<ReturnType<PulumiProject["run"]>>): typeof result {
  assert.equal(result.exitCode, 0, result.output);
  return result;
}
