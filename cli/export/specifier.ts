// What the exported project depends on: this package from where it is installed, which need not be the npm registry.
import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { asRecord, parseJson } from "../../provider/json";

const name = "pulumi-connectedorgs";

/**
 * @param installed the folder of this package
 * @param project the folder of the exported project
 */
export function specifierFor(project: string, installed: string, version: string): string {
  const from = (path: string) => `file:${relative(project, path).replaceAll("\\", "/")}`;
  // A checkout, or a folder that npm links.
  if (basename(dirname(installed)) !== "node_modules") return from(installed);
  for (let folder = dirname(dirname(installed)); folder !== dirname(folder); folder = dirname(folder)) {
    const specifier = declaredIn(folder);
    const path = specifier && /^(?:file:|(?=\.{0,2}\/))(.+)/.exec(specifier)?.[1];
    if (path) return from(resolve(folder, path));
    if (specifier) return specifier;
  }
  return `^${version}`;
}

function declaredIn(folder: string): string | undefined {
  const { dependencies, devDependencies } = asRecord(parseJson(read(join(folder, "package.json"))));
  const specifier = asRecord(dependencies)[name] ?? asRecord(devDependencies)[name];
  return typeof specifier === "string" ? specifier : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
