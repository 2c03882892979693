// Takes over what is in no stack: a module of the program and an import file, beside what the project has already.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../provider/errors";
import type { Reach } from "../../provider/lifecycle/reach";
import type { Organization } from "../../provider/organization/organization";
import { count } from "../count";
import { projectAround } from "../doctor/project";
import { exportThose } from "../export/estate";
import { writeFiles } from "../export/folder";
import { type Files, oneFile } from "../export/program";
import { importFile, json } from "../export/project";
import { yamlProgram } from "../export/yaml-program";
import { wrap } from "../layout";
import type { Stack } from "./claim";

export interface Import {
  /** Of the Pulumi project. */
  readonly folder: string;
  readonly mayOverwrite: boolean;
  /** Empty means all that are not proposed. */
  readonly ids: readonly string[];
  readonly withSponsors: boolean;
  /** Such as `2026-11-28`: a part of the names of the files. */
  readonly day: string;
}

/**
 * Writes the files.
 *
 * @returns what to do with them
 * @throws UserError if there is no project, or if it has such files already
 */
export async function importUnmanaged(
  reach: Reach,
  unmanaged: readonly Organization[],
  stacks: readonly Stack[],
  { folder, mayOverwrite, ids, withSponsors, day }: Import,
): Promise<string> {
  const project = projectAround(folder);
  if (!project)
    throw new UserError(`There is no Pulumi project in ${folder}.`, "Name the folder of the program with --import.");
  const wanted = unmanaged.filter(({ id, state }) =>
    ids.length > 0 ? ids.includes(id.toLowerCase()) : state !== "proposed",
  );
  const missed = ids.filter((id) => !wanted.some((one) => one.id.toLowerCase() === id));
  if (missed.length > 0)
    throw new UserError(`No organization outside the stacks has the id ${missed.join(" or ")}.`, "Check the id.");
  if (wanted.length === 0) return "There is nothing to import.";
  const takenNames = new Set(stacks.flatMap(({ claims }) => claims.map(({ name }) => name)));
  const { exported, leftOut } = await exportThose(reach, wanted, { withSponsors, takenNames }, () => undefined);
  const { runtime, pluginFolder } = project;
  const usesPlugin = runtime !== "nodejs" || pluginFolder !== undefined;
  const name = `taken-over-${day}`;
  const from = usesPlugin ? "pulumi-connectedorgs/plugin" : "pulumi-connectedorgs";
  const program: Files =
    runtime === "nodejs"
      ? { [`${name}.ts`]: onlyText(oneFile(exported, leftOut, from)) }
      : runtime === "yaml"
        ? { [`${name}.yaml`]: onlyText(yamlProgram([], exported, leftOut)) }
        : {};
  // Beside a module of the same name, Node would load the JSON.
  const files = {
    ...program,
    [`${name}.import.json`]: json(importFile(exported, { language: "typescript", usesPlugin })),
  };
  requireFree(folder, Object.keys(files), mayOverwrite);
  await writeFiles(folder, files);
  const without = leftOut.length > 0 ? ` Left out: ${leftOut.length}, which the provider cannot declare.` : "";
  const wrote = `Wrote ${Object.keys(files).join(" and ")} for ${count(exported.length, "organization")} to ${folder}.${without}`;
  return `${wrap(`${wrote} To take them over without a change, ${firstStep(runtime, name)}`)}

  pulumi import --file ${name}.import.json${runtime in programs ? " --generate-code=false" : ""}
  pulumi preview --expect-no-changes`;
}

const programs: Readonly<Record<string, (name: string) => string>> = {
  nodejs: (name) => `add import "./${name}"; to the program, and in its folder run:`,
  yaml: (name) => `add the resources of ${name}.yaml to those of Pulumi.yaml, and in its folder run:`,
};

/** For other languages the engine writes the program. */
function firstStep(runtime: string, name: string): string {
  return programs[runtime]?.(name) ?? "run in its folder, and add the printed lines to the program:";
}

function onlyText(files: Files): string {
  return Object.values(files).join("");
}

function requireFree(folder: string, names: readonly string[], mayOverwrite: boolean): void {
  const [first] = names.filter((name) => existsSync(join(folder, name)));
  if (first === undefined || mayOverwrite) return;
  throw new UserError(`The file ${join(folder, first)} already exists.`, "Move it away, or overwrite it with --force.");
}
