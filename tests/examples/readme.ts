/** The commands of an example's README, as a reader pastes them who has Pulumi and is logged in. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { engineEnvironment, stateFolder } from "../../harness/engine/environment";
import { packedPackage } from "../../harness/project/installed-package";
import { ROOT } from "../../harness/root";
import { type Step, startWalk, stepsOf } from "../docs/walk";

const LINE_LIMIT_MS = 180_000;

export async function commandsOf(example: string): Promise<Step[]> {
  const page = await readFile(join(ROOT, "examples", example, "README.md"), "utf8");
  const tarballs = dirname(await packedPackage());
  return stepsOf(page.replaceAll("/path/to/examples", join(ROOT, "examples")).replaceAll("/path/to", tarballs));
}

/** @returns everything that was printed */
export async function paste(steps: readonly Step[], folder: string, env: Record<string, string> = {}): Promise<string> {
  const home = join(folder, ".home");
  await mkdir(stateFolder(home), { recursive: true });
  const extra = { npm_config_prefer_offline: "true", PULUMI_NODEJS_TRANSPILE_ONLY: "true", ...env };
  const walk = await startWalk(
    folder,
    engineEnvironment(await ensureEngine({ languages: ["yaml"] }), { home, extra }),
    LINE_LIMIT_MS,
  );
  try {
    let printed = "";
    for (const step of steps) printed += await walk.take(step);
    return printed;
  } finally {
    walk.end();
  }
}
