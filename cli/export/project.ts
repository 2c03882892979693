// The files around the program: a Pulumi project that installs and runs as it is, and the engine's import file.
import { dirname } from "node:path";
import { shim, typeToken } from "../../sdk/shim";
import type { Exported } from "./estate";
import type { Files } from "./program";
import { specifierFor } from "./specifier";

const projectName = "connected-organizations";

/** The exported project installs the versions this package was tested with. */
interface PackageDescription {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** For `pulumi import --file`, which takes it without reading from the tenant as of Pulumi 3.254.0. */
export function importFile(exported: readonly Exported[]): object {
  const resources = exported.map(({ name, id, inputs, outputs }) => ({
    type: typeToken,
    name,
    id,
    inputs: { ...inputs, __provider: shim },
    outputs: { ...outputs, __provider: shim },
  }));
  return { resources };
}

/** @param folder where the project goes */
export function projectFiles(exported: readonly Exported[], folder: string): Files {
  return {
    "Pulumi.yaml": `name: ${projectName}\ndescription: Connected organizations of Microsoft Entra entitlement management\nruntime: nodejs\n`,
    "package.json": json(packageJson(require("pulumi-connectedorgs/package.json"), folder)),
    "tsconfig.json": json(tsconfig),
    "import.json": json(importFile(exported)),
  };
}

function packageJson({ version, peerDependencies, devDependencies }: PackageDescription, folder: string): object {
  const installed = dirname(require.resolve("pulumi-connectedorgs/package.json"));
  const own = { "pulumi-connectedorgs": specifierFor(folder, installed, version) };
  return {
    name: projectName,
    version: "0.0.0",
    private: true,
    main: "index.ts",
    dependencies: { ...pick(peerDependencies, "@pulumi/pulumi"), ...own },
    devDependencies: pick(devDependencies, "@types/node", "ts-node", "typescript"),
  };
}

export const compilerOptions = {
  target: "ES2022",
  module: "nodenext",
  moduleResolution: "nodenext",
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};
const tsconfig = { compilerOptions, files: ["index.ts"] };

function pick(versions: Readonly<Record<string, string>>, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (versions[name] === undefined ? [] : [[name, versions[name]]])));
}

export function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
