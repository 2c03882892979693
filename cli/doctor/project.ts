// What the Pulumi project around a folder says: its language, and where it has the plugin.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface Project {
  /** Such as `nodejs` or `yaml`. */
  readonly runtime: string;
  /** The folder that `plugins.providers` names for this provider. */
  readonly pluginFolder: string | undefined;
}

export function projectAround(folder: string): Project | undefined {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined) return dirname(folder) === folder ? undefined : projectAround(dirname(folder));
  return readProject(readFileSync(file, "utf8"), folder);
}

/** By the two places alone, in block or flow style: a whole parser of YAML would be a dependency for two words. */
function readProject(text: string, folder: string): Project {
  const [, runtime = "nodejs"] = /^["{]*runtime["']?:\s*(?:\{?\s*["']?name["']?:\s*)?["']?(\w+)/m.exec(text) ?? [];
  const [, path] = /name["']?:\s*["']?connectedorgs["']?\s*,?\s*["']?path["']?:\s*["']?([^"'\s,}]+)/.exec(text) ?? [];
  return { runtime, pluginFolder: path === undefined ? undefined : resolve(folder, path) };
}
