/** What a dynamic resource cannot do, said in the program: later the host would say it, in words about itself. */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { entry } from "./shim";

/** @throws an error that names the ways there are */
export function refuseIds(name: string, opts: pulumi.CustomResourceOptions): void {
  const option = (["import", "id"] as const).find((each) => opts[each] !== undefined);
  if (option === undefined) return;
  const fact = `a dynamic resource cannot take the option ${option}`;
  throw refused(`ConnectedOrganization ${JSON.stringify(name)}: ${fact}. ${ways[option]}`);
}

const ways = {
  import:
    'Set the argument adoptExisting to true, import from a file that "npx connectedorgs export" writes, or use the class of pulumi-connectedorgs/plugin, which takes it.',
  id: "Use getConnectedOrganization({ id }), or ConnectedOrganization.get of pulumi-connectedorgs/plugin.",
} as const;

/**
 * Frames of Pulumi's own files as its source maps name them: below a scope, without a package. Node colours them for
 * minutes (https://github.com/pulumi/pulumi/issues/21326), and Pulumi asks it to even for a stack that it never shows.
 */
const endlessFrames = /\n[^\n]*node_modules[\\/]@[^\\/\n]*[\\/][^\\/\n]*$/gm;

/** An error of the program that Pulumi prints as its message alone. */
export function refused(text: string): Error {
  const error = new pulumi.RunError(text);
  error.stack = (error.stack ?? "").replace(endlessFrames, "");
  return error;
}

/** Folders from which it was found: one in every program, with any number of resources. */
const reached = new Set<string>();

/** @throws an error if the host will not find this package, which it looks for from the program's folder */
export function refuseIndirect(main = require.main?.filename, folder = process.cwd()): void {
  // Only Pulumi's own program runner and the host start in the same folder.
  if (reached.has(folder) || !/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]/.test(main ?? "")) return;
  try {
    createRequire(join(folder, "index.js")).resolve(entry);
    reached.add(folder);
  } catch {
    throw refused(
      "The program depends on pulumi-connectedorgs only through another package, and Pulumi cannot find it there. Add pulumi-connectedorgs to the dependencies in the program's own package.json.",
    );
  }
}
