// Checks Node, the SDK, and whether the engine finds the programs that run the provider.
import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { CLI, ENGINE_VERSION, folderOnPath, INSTALL_PAGE, LANGUAGE_HOST } from "../../harness/engine/pin";
import { oneLine } from "../../provider/errors";
import { failed, type Line, ok, problem, unknown } from "./line";
import { pluginLine } from "./plugin";
import { type Project, projectAround } from "./project";
import type { Environment } from "./settings";

const suffix = process.platform === "win32" ? ".exe" : "";
const launcher = `pulumi-resource-pulumi-nodejs${process.platform === "win32" ? ".cmd" : ""}`;

interface Description {
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const own = (): Description => require("pulumi-connectedorgs/package.json") as Description;

export async function inspectEngine(folder: string, environment: Environment): Promise<Line[]> {
  const path = environment["PATH"] ?? "";
  const cli = folderOnPath(path, CLI);
  const node = nodeLine(process.versions.node);
  const engine = await engineLine(cli, environment);
  let project: Project | undefined;
  try {
    project = projectAround(folder);
  } catch (error) {
    return [node, engine, failed("project", "reading the project", error, "")];
  }
  // A program of another language has no packages of npm's in its process.
  if (project && project.runtime !== "nodejs") {
    const host = programLine("language host", `pulumi-language-${project.runtime}${suffix}`, cli, path);
    return [node, engine, host, pluginLine(project, environment)];
  }
  return [
    node,
    sdkLine(folder, process.versions.node, project),
    packageLine(folder, project),
    engine,
    programLine("dynamic provider", launcher, cli, path),
    programLine("language host", LANGUAGE_HOST, cli, path),
    ...(project ? [pluginLine(project, environment)] : []),
  ];
}

function nodeLine(version: string): Line {
  const least = own().engines?.node ?? ">=20";
  if (isAtLeast(version, least)) return ok("node", `Node ${version}.`);
  return problem("node", `Node ${version}.`, `Install Node ${least}.`);
}

function sdkLine(folder: string, node: string, project: Project | undefined): Line {
  const range = own().peerDependencies?.["@pulumi/pulumi"] ?? "^3.216.0";
  const found = describeFrom(folder, "@pulumi/pulumi");
  if (!found) return missingFrom(folder, "sdk", "@pulumi/pulumi", project);
  const { version, engines } = found;
  const shown = `@pulumi/pulumi ${version}.`;
  if (!isWithinMajor(version, range))
    return problem("sdk", shown, `Run npm install @pulumi/pulumi@"${range}" in the program's folder.`);
  if (engines?.node && !isAtLeast(node, engines.node))
    return problem(
      "sdk",
      `${shown} It needs Node ${engines.node}.`,
      "Install that version of Node, or an older @pulumi/pulumi.",
    );
  return ok("sdk", shown);
}

/** The provider's process loads the package from the program's folder, also for refresh and destroy. */
function packageLine(folder: string, project: Project | undefined): Line {
  const found = describeFrom(folder, "pulumi-connectedorgs");
  return found
    ? ok("package", `pulumi-connectedorgs ${found.version}.`)
    : missingFrom(folder, "package", "pulumi-connectedorgs", project);
}

function missingFrom(folder: string, check: string, name: string, project: Project | undefined): Line {
  const found = `${name} is not installed for programs in ${folder}.`;
  if (!project)
    return unknown(
      check,
      `There is no Pulumi project in ${folder}.`,
      "Run this command in the folder of your program.",
    );
  return problem(check, found, `Run npm install ${name} in the program's folder.`);
}

function describeFrom(folder: string, name: string): Description | undefined {
  try {
    return createRequire(join(folder, "index.js"))(`${name}/package.json`) as Description;
  } catch {
    return undefined;
  }
}

async function engineLine(cli: string | undefined, environment: Environment): Promise<Line> {
  const remedy = `Install Pulumi from ${INSTALL_PAGE}, and make sure its folder is on PATH.`;
  if (cli === undefined) return problem("engine", "pulumi is not on PATH.", remedy);
  const env = { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    const { stdout } = await promisify(execFile)(join(cli, CLI), ["version"], { env, timeout: 30_000 });
    return ok("engine", `Pulumi ${oneLine(stdout, 40).replace(/^v/, "")} (tested with ${ENGINE_VERSION}).`);
  } catch (error) {
    const said = error instanceof Error ? oneLine(error.message) : "it failed";
    return problem("engine", `${join(cli, CLI)} does not report its version: ${said}`, remedy);
  }
}

/** The engine searches PATH and its own folder. */
function programLine(check: string, program: string, cli: string | undefined, path: string): Line {
  if (cli === undefined) return unknown(check, "Skipped: fix engine first.");
  const beside = dirname(realpathSync(join(cli, CLI)));
  const folder = folderOnPath([path, beside].join(delimiter), program);
  if (folder !== undefined) return ok(check, `${join(folder, program)}.`);
  const remedy = `Put ${program} next to pulumi: it is part of Pulumi's release, ${INSTALL_PAGE}.`;
  return problem(check, `${program} is neither on PATH nor in ${beside}.`, remedy);
}

/** For ranges such as `>=20`. */
function isAtLeast(version: string, range: string): boolean {
  const least = /^>=\s*(\d+)/.exec(range)?.[1];
  return least === undefined || Number(version.split(".")[0]) >= Number(least);
}

/** For ranges such as `^3.216.0`. */
function isWithinMajor(version: string, range: string): boolean {
  const [major = 0, minor = 0] = range.replace("^", "").split(".").map(Number);
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  return ownMajor === major && ownMinor >= minor;
}
