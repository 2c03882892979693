/** A page of docs/ from its first command to its last, under the real engine, in a terminal of somebody new. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { engineEnvironment } from "../../harness/engine/environment";
import type { Language } from "../../harness/engine/pin";
import { packedPackage } from "../../harness/project/installed-package";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type Step, startWalk, stepsOf } from "./walk";

const LINE_LIMIT_MS = 240_000;

export async function follow(page: string, languages: readonly Language[], last: readonly Step[] = []): Promise<void> {
  const text = readFileSync(join(ROOT, "docs", page), "utf8");
  const tarball = await packedPackage();
  assert.ok(text.includes(`/path/to/${basename(tarball)}`), "The page names another version of the package.");
  const home = temporaryFolder("new-user");
  const here = text
    .replaceAll("/path/to", dirname(tarball))
    .replaceAll("8800", String(await freePort()))
    // Pulumi takes the home from the system's users and not from HOME: whoever runs this may have such a stack.
    .replaceAll("pulumi login --local", `pulumi login file://${home}`);
  const walk = await startWalk(home, await environmentOf(home, languages), LINE_LIMIT_MS);
  try {
    for (const step of [...stepsOf(here), ...last]) await walk.take(step);
  } finally {
    walk.end();
  }
}

/** Of somebody who has Node and Pulumi, and has never logged in. */
async function environmentOf(home: string, languages: readonly Language[]): Promise<NodeJS.ProcessEnv> {
  const given = engineEnvironment(await ensureEngine({ languages }), { home });
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

/** Not one the system lends: it could lend it again, to a plugin or a connection, until the page's emulator takes it. */
async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return port;
  } catch {
    return await freePort();
  } finally {
    server.close();
  }
}
