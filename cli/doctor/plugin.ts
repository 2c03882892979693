// Whether the engine finds the plugin, where the program needs it.
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { folderOnPath, isExecutable } from "../../harness/engine/pin";
import { type Line, ok, problem } from "./line";
import type { Project } from "./project";
import type { Environment } from "./settings";

const program = "pulumi-resource-connectedorgs";
const files = process.platform === "win32" ? [`${program}.exe`, `${program}.cmd`] : [program];
const remedy =
  "Run npm install pulumi-connectedorgs, and let plugins.providers in Pulumi.yaml name node_modules/.bin as docs/plugin.md shows.";

/** In the engine's order: where the project says and nowhere else, then PATH, then what `pulumi plugin install` installed. */
export function pluginLine(project: Project, environment: Environment): Line {
  const { pluginFolder, runtime } = project;
  if (pluginFolder !== undefined) {
    const file = files.map((name) => join(pluginFolder, name)).find(isExecutable);
    return file ? ok("plugin", `${file}.`) : problem("plugin", `${program} is not in ${pluginFolder}.`, remedy);
  }
  const installed = onPath(environment["PATH"] ?? "") ?? inCache(cacheOf(environment));
  if (installed !== undefined) return ok("plugin", `${installed}.`);
  if (runtime === "nodejs")
    return ok("plugin", "Not installed, and not needed by programs that import pulumi-connectedorgs.");
  return problem("plugin", `${program} is neither on PATH nor in ${cacheOf(environment)}.`, remedy);
}

function onPath(path: string): string | undefined {
  return files.flatMap((name) => join(folderOnPath(path, name) ?? "", name)).find(isExecutable);
}

function cacheOf(environment: Environment): string {
  return join(environment["PULUMI_HOME"] || join(homedir(), ".pulumi"), "plugins");
}

function inCache(cache: string): string | undefined {
  try {
    const versions = readdirSync(cache).filter((name) => /^resource-connectedorgs-v[^.]+\.[^.]+\.[^.]+$/.test(name));
    return versions.flatMap((version) => files.map((name) => join(cache, version, name))).find(isExecutable);
  } catch {
    return undefined;
  }
}
