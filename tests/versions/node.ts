/** Another Node than the one of the tests, and the proof that it ran. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { withoutForeignSettings } from "../../harness/engine/environment";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { type RunResult, runProcess } from "../../harness/run-process";
import { keptPackage } from "../support/kept-package";

const RUN_LIMIT_MS = 300_000;

/** The folder that holds `node`, for the front of PATH. */
export async function nodeFolder(major: number): Promise<string> {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = `${platform}-${process.arch}` === "darwin-arm64" ? "node-bin" : "node";
  return join(await keptPackage(`${prefix}-${platform}-${process.arch}`, `${major}`), "bin");
}

/** Runs a command that finds first what is in the folders. */
export function runWith(
  folders: readonly string[],
  [command = "", ...args]: readonly string[],
  cwd: string,
  extra: NodeJS.ProcessEnv = {},
): Promise<RunResult> {
  const inherited = withoutForeignSettings(process.env);
  const PATH = [...folders, inherited["PATH"] ?? ""].join(delimiter);
  return runProcess(command, args, { cwd, env: { ...inherited, PATH, ...extra }, timeoutMs: RUN_LIMIT_MS });
}

export interface Witness {
  readonly env: { readonly NODE_OPTIONS: string };
  /** Every process of Node was of this major version, and one of them ran each of the scripts of Pulumi's SDK. */
  saw(major: number, scripts: readonly string[]): Promise<void>;
}

/** Notes the version and the script of each process of Node that starts in its environment. */
export function witness(): Witness {
  const file = join(temporaryFolder("witness"), "processes.txt");
  const note = `
    import { appendFileSync } from "node:fs";
    appendFileSync(${JSON.stringify(file)}, process.version + " " + process.argv[1] + "\\n");`;
  return {
    env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(note)}` },
    async saw(major, scripts) {
      const processes = await readFile(file, "utf8");
      assert.match(processes, new RegExp(`^(v${major}\\..*\\n)+$`));
      for (const script of scripts) assert.ok(processes.includes(`@pulumi/pulumi/cmd/${script}`), processes);
    },
  };
}
