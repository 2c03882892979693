/** How the engine finds the plugin without a line in Pulumi.yaml: downloaded, installed from an archive, and on PATH. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, delimiter, join } from "node:path";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { version } from "../../package.json";
import { archivePlugin } from "../../tools/plugin-archive";
import { failed, succeeded, wingtip } from "./support";

const { PATH = "" } = process.env;
/** Without the folder that npm puts first for its scripts: it holds the plugin of this checkout. */
const elsewhere = PATH.split(delimiter).filter((folder) => !existsSync(join(folder, "pulumi-resource-connectedorgs")));
const install = ["plugin", "install", "resource", "connectedorgs", version];

describe("the plugin is found", () => {
  let project: PulumiProject;
  const folder = temporaryFolder("plugin-archives");
  const archives = archivePlugin(folder);

  before(async () => {
    process.env["PATH"] = elsewhere.join(delimiter);
    const program = `
      const { ConnectedOrganization } = require("pulumi-connectedorgs/plugin");
      new ConnectedOrganization("wingtip", ${JSON.stringify(wingtip)});`;
    project = await createProject({ program });
    assert.match(await failed(project.preview()), /connectedorgs/);
  });
  afterEach(() => rmSync(join(project.folder, ".home", "pulumi", "plugins"), { recursive: true, force: true }));
  after(async () => {
    process.env["PATH"] = PATH;
    await project?.dispose();
  });

  const isFound = async () => assert.match(await succeeded(project.preview()), /2 to create/);

  it("when it was downloaded from a server", async () => {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      asked.push(basename(url));
      const archive = archives.find((path) => basename(path) === basename(url));
      const body = archive ? readFileSync(archive) : "";
      response.writeHead(archive ? 200 : 404, { "content-length": body.length }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await succeeded(project.run([...install, "--server", `http://127.0.0.1:${port}`]));
    server.close();
    assert.match(
      asked[0] ?? "",
      /^pulumi-resource-connectedorgs-v\d+\.\d+\.\d+-(linux|darwin|windows)-(amd64|arm64)\.tar\.gz$/,
    );
    await isFound();
  });

  it("when it was installed from an archive", async () => {
    await succeeded(project.run([...install, "--file", archives[0] ?? ""]));
    await isFound();
  });

  it("on PATH", async () => {
    process.env["PATH"] = [join(ROOT, "dist", "plugin"), ...elsewhere].join(delimiter);
    await isFound();
  });
});
