// What the Pulumi project around a folder says: its language, and where it has the plugin.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { oneLine, UserError } from "../../provider/errors";
import { asRecord } from "../../provider/json";

export interface Project {
  /** Such as `nodejs` or `yaml`. */
  readonly runtime: string;
  /** The folder that `plugins.providers` names for this provider. */
  readonly pluginFolder: string | undefined;
}

/** @throws UserError if the project's file is not YAML */
export function projectAround(folder: string): Project | undefined {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined) return dirname(folder) === folder ? undefined : projectAround(dirname(folder));
  const { runtime, plugins } = asRecord(readYaml(file));
  const name = asRecord(runtime)["name"] ?? runtime;
  return { runtime: typeof name === "string" ? name : "nodejs", pluginFolder: pluginFolderIn(plugins, folder) };
}

function pluginFolderIn(plugins: unknown, folder: string): string | undefined {
  const { providers } = asRecord(plugins);
  const all = Array.isArray(providers) ? providers.map(asRecord) : [];
  const { path } = all.find(({ name }) => name === "connectedorgs") ?? {};
  return typeof path === "string" && path !== "" ? resolve(folder, path) : undefined;
}

function readYaml(file: string): unknown {
  // Most runs of the commands that may ask for a project need no parser.
  const { parse } = require("../yaml") as typeof import("../yaml");
  try {
    return parse(readFileSync(file, "utf8"), { logLevel: "error" });
  } catch (error) {
    // Without the quoted lines.
    const why = oneLine((error as Error).message.replace(/:\n.*/s, ""));
    throw new UserError(
      `${file} cannot be read as YAML: ${why}.`,
      "Correct the file: the engine reads it, too.",
      error,
    );
  }
}
