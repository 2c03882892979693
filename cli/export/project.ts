// The files around the program: a Pulumi project that installs and runs as it is, and the engine's import file.
import { dirname } from "node:path";
import { sponsorKinds } from "../../provider/organization/organization";
import { token } from "../../sdk/plugin/token";
import { typeToken as dynamicToken, shim } from "../../sdk/shim";
import type { Estate, Exported } from "./estate";
import { type Files, filePerOrganization, oneFile } from "./program";
import { specifierFor } from "./specifier";
import { yamlProgram } from "./yaml-program";

const pluginToken = token("ConnectedOrganization");
const projectName = "connected-organizations";

/** The exported project installs the versions this package was tested with. */
interface PackageDescription {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Which door the program takes, and in which language it is written. */
export interface Target {
  readonly language: "typescript" | "yaml";
  readonly usesPlugin: boolean;
}

/** For `pulumi import --file`. */
export function importFile(exported: readonly Exported[], { usesPlugin }: Target): object {
  return { resources: exported.map(usesPlugin ? toRead : toTake) };
}

/** The plugin reads what it imports. */
function toRead({ name, id, inputs, outputs }: Exported): object {
  const entry = { type: pluginToken, name, id };
  // What nobody manages is not read, so the state is told that sponsors are managed.
  return sponsorKinds.some((kind) => inputs[kind] !== undefined) ? { ...entry, inputs, outputs } : entry;
}

/** The dynamic resource reads nothing: Pulumi takes it from the file as of Pulumi 3.254.0. */
function toTake({ name, id, inputs, outputs }: Exported): object {
  const values = { inputs: { ...inputs, __provider: shim }, outputs: { ...outputs, __provider: shim } };
  return { type: dynamicToken, name, id, ...values };
}

/**
 * The project and its program.
 *
 * @param folder where it goes
 */
export function projectFiles({ exported, leftOut }: Estate, folder: string, target: Target, isSplit: boolean): Files {
  const description = packageJson(require("pulumi-connectedorgs/package.json"), folder, target);
  const common = { "package.json": json(description), "import.json": json(importFile(exported, target)) };
  const project = projectLines(target);
  if (target.language === "yaml") return { ...common, ...yamlProgram(project, exported, leftOut) };
  const write = isSplit ? filePerOrganization : oneFile;
  return {
    ...common,
    "Pulumi.yaml": `${project.join("\n")}\n`,
    "tsconfig.json": json(tsconfig),
    ...write(exported, leftOut, target.usesPlugin ? "pulumi-connectedorgs/plugin" : "pulumi-connectedorgs"),
  };
}

function projectLines({ language, usesPlugin }: Target): string[] {
  const plugins = ["plugins:", "  providers:", "    - name: connectedorgs", "      path: node_modules/.bin"];
  return [
    `name: ${projectName}`,
    "description: Connected organizations of Microsoft Entra entitlement management",
    `runtime: ${language === "yaml" ? "yaml" : "nodejs"}`,
    ...(usesPlugin ? plugins : []),
  ];
}

function packageJson(
  { version, peerDependencies, devDependencies }: PackageDescription,
  folder: string,
  { language }: Target,
): object {
  const installed = dirname(require.resolve("pulumi-connectedorgs/package.json"));
  const own = { "pulumi-connectedorgs": specifierFor(folder, installed, version) };
  const common = { name: projectName, version: "0.0.0", private: true };
  if (language === "yaml") return { ...common, dependencies: own };
  return {
    ...common,
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
