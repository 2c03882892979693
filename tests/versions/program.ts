/** One program for both kinds of module. Its last line works in its own kind only, and so shows which one ran. */
import { wingtip } from "../engine/support";

export type ModuleKind = "module" | "commonjs";

const lastLine: Readonly<Record<ModuleKind, string>> = {
  module: "export const file: string = await Promise.resolve(import.meta.url);",
  commonjs: "export const file: string = __filename;",
};

export function program(kind: ModuleKind): string {
  return `
import type { Output } from "@pulumi/pulumi";
import { ConnectedOrganization, type ConnectedOrganizationArgs, getConnectedOrganizationOutput } from "pulumi-connectedorgs";

const args: ConnectedOrganizationArgs = ${JSON.stringify(wingtip)};
const displayName = process.env["DISPLAY_NAME"] ?? args.displayName;
const wingtip = new ConnectedOrganization("wingtip", { ...args, displayName });
// @ts-expect-error: what it is known by is missing.
const incomplete: ConnectedOrganizationArgs = { displayName };

export const id: Output<string> = wingtip.id;
export const found: Output<string> = getConnectedOrganizationOutput({ id }).displayName;
export const node: string = process.version;
${lastLine[kind]}
`;
}
