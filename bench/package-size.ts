// What an installation of the package brings: its own size, and the packages it needs, Pulumi's SDK aside.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../harness/root";
import { runProcess } from "../harness/run-process";
import type { PackageSize } from "./results";

const NAME = "pulumi-connectedorgs";

interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>;
}

type Lock = Readonly<Record<string, Entry>>;

/** @param installation holds the installed package */
export async function measurePackage(installation: string): Promise<PackageSize> {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await runProcess("npm", args, { cwd: ROOT, timeoutMs: 60_000 });
  const [pack] = JSON.parse(stdout) as { size: number; unpackedSize: number; entryCount: number }[];
  if (pack === undefined) throw new Error("npm pack said nothing about the package.");
  const lockFile = join(installation, "node_modules", ".package-lock.json");
  const { packages } = JSON.parse(await readFile(lockFile, "utf8")) as { packages: Lock };
  return {
    unpackedBytes: pack.unpackedSize,
    packedBytes: pack.size,
    files: pack.entryCount,
    directDependencies: Object.keys(packages[`node_modules/${NAME}`]?.dependencies ?? {}).length,
    installedPackages: neededBy(packages, `node_modules/${NAME}`).length - 1,
  };
}

/** The package and everything it depends on, by their folders. */
export function neededBy(lock: Lock, folder: string): string[] {
  const found = [folder];
  for (const one of found) {
    const dependencies = Object.keys(lock[one]?.dependencies ?? {});
    const folders = dependencies.flatMap((name) => resolveFrom(lock, one, name) ?? []);
    found.push(...folders.filter((other) => !found.includes(other)));
  }
  return found;
}

/** As Node looks for a package: in its own node_modules, then in those of the folders above. */
function resolveFrom(lock: Lock, folder: string, name: string): string | undefined {
  const here = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
  if (here in lock) return here;
  if (folder === "") return undefined;
  return resolveFrom(lock, folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/"))), name);
}
