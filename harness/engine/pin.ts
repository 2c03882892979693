// The one engine version that this repository is tested with.
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

export const ENGINE_VERSION = "3.259.0";
export const INSTALL_PAGE = "https://www.pulumi.com/docs/install/";

const suffix = process.platform === "win32" ? ".exe" : "";
export const CLI = `pulumi${suffix}`;
export const LANGUAGE_HOST = `pulumi-language-nodejs${suffix}`;

/** The languages beside Node's. */
export const LANGUAGES = ["yaml", "python", "go"] as const;
export type Language = (typeof LANGUAGES)[number];

export function hostOf(language: Language): string {
  return `pulumi-language-${language}${suffix}`;
}

/** The first folder on a search path that contains the program. */
export function folderOnPath(searchPath: string, program: string): string | undefined {
  return searchPath.split(delimiter).find((folder) => folder !== "" && isExecutable(join(folder, program)));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
