/** The path of a new user, as docs/getting-started.md tells it, line by line under the real engine. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { engineEnvironment } from "../../harness/engine/environment";
import { packedPackage } from "../../harness/project/installed-package";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { startWalk, stepsOf } from "./walk";

const page = readFileSync(join(ROOT, "docs", "getting-started.md"), "utf8");

describe("docs/getting-started.md", function () {
  this.timeout(900_000);

  it("leads from an empty folder to the end in a terminal, line by line, without a question or a warning", async () => {
    const tarball = await packedPackage();
    assert.ok(page.includes(`/path/to/${basename(tarball)}`), "The page names another version of the package.");
    const home = temporaryFolder("new-user");
    const here = page
      .replaceAll("/path/to", dirname(tarball))
      .replaceAll("8800", String(await freePort()))
      // Pulumi takes the home from the system's users and not from HOME: whoever runs this may have such a stack.
      .replaceAll("pulumi login --local", `pulumi login file://${home}`);
    const walk = await startWalk(home, await environmentOf(home), 240_000);
    try {
      for (const step of stepsOf(here)) await walk.take(step);
      await walk.take({ kind: "line", command: "cd ../partners && npx tsc", exitCode: 0 });
    } finally {
      walk.end();
    }
  });
});

/** Of somebody who has Node and Pulumi, and has never logged in. */
async function environmentOf(home: string): Promise<NodeJS.ProcessEnv> {
  const given = engineEnvironment(await ensureEngine(), { home });
  const { PULUMI_BACKEND_URL: _, PULUMI_CONFIG_PASSPHRASE: __, ...env } = given;
  const cache = process.env["npm_config_cache"] ?? join(process.env["HOME"] ?? home, ".npm");
  return {
    ...env,
    HOME: home,
    npm_config_cache: cache,
    npm_config_prefer_offline: "true",
    PULUMI_COLOR: "never",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === "object" && address);
  return address.port;
}
