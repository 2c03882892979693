/** The whole life of an organization under the real engine, with the newest SDK, on the Nodes after 20. Needs a build and npm. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import { ensureEngine } from "../../harness/engine";
import { PulumiProject } from "../../harness/project/pulumi-project";
import { succeeded, wingtip } from "../engine/support";
import { newest } from "./installation";
import { nodeFolder, witness } from "./node";
import { type ModuleKind, program } from "./program";
import { sideBySide } from "./side-by-side";

describe("the life of an organization, with the newest @pulumi/pulumi", function () {
  this.timeout(900_000);

  sideBySide({
    "is lived on Node 22, by a CommonJS program in TypeScript 6": () => lived(22, "commonjs"),
    "is lived on Node 24, by an ES module in TypeScript 6": () => lived(24, "module"),
  });
});

async function lived(major: number, kind: ModuleKind): Promise<void> {
  const emulator = createEmulator();
  const { url, close } = await emulator.listen();
  const { env, saw } = witness();
  try {
    const project = await projectOn(major, kind, url, env);
    await live(project, emulator);
    await saw(major, ["run", "dynamic-provider"]);
  } finally {
    await close();
  }
}

async function projectOn(major: number, kind: ModuleKind, url: string, env: Record<string, string>) {
  const [installation, node, engine] = await Promise.all([newest(), nodeFolder(major), ensureEngine()]);
  const project = new PulumiProject(join(installation, kind), [node, ...engine.folders], {
    program: program(kind),
    language: "typescript",
    config: { "connectedorgs:graphEndpoint": url, "connectedorgs:authorityHost": url },
    secrets: { "connectedorgs:accessToken": "token-that-must-not-be-seen" },
    env,
    timeoutMs: 300_000,
  });
  await project.initialize();
  await writeFile(join(project.folder, "package.json"), JSON.stringify({ private: true, type: kind }));
  return project;
}

async function live(project: PulumiProject, { portal }: Emulator): Promise<void> {
  await succeeded(project.up());
  const [{ id } = assert.fail("nothing was created")] = portal.list();
  const { file, node: _, ...found } = await project.outputs();
  assert.match(String(file), /index\.ts$/);
  assert.deepEqual(found, { id, found: wingtip.displayName });

  portal.patch(id, { description: "typed by hand" });
  const drift = await succeeded(project.refresh(["--preview-only", "--diff"]));
  assert.match(drift, /~ description: "Toy supplier" => "typed by hand"/);

  project.env["DISPLAY_NAME"] = "Wingtip Toys (EU)";
  const preview = await succeeded(project.preview(["--diff"]));
  assert.match(preview, /~ displayName: "Wingtip Toys" => "Wingtip Toys \(EU\)"/);
  await succeeded(project.up(["--refresh"]));
  const [after] = portal.list();
  assert.deepEqual([after?.id, after?.displayName, after?.description], [id, "Wingtip Toys (EU)", "Toy supplier"]);
  await succeeded(project.up(["--refresh", "--expect-no-changes"]));

  await succeeded(project.destroy());
  assert.deepEqual(portal.list(), []);
}
