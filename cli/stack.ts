// The configuration of a stack, where one is named: the engine decrypts it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { oneLine, quote, UserError } from "../provider/errors";
import { parseJson } from "../provider/json";
import type { SettingSources } from "../provider/settings/setting-value";
import { readSettings, type Settings } from "../provider/settings/settings";

export const stackOption = {
  value: "<name>",
  about: "read the configuration of this stack too, of the Pulumi project in this folder",
} as const;

/** Said where something is missing, as nobody expects the commands to read less than the provider. */
export const notRead = "The stack configuration was not read: name the stack with --stack.";

/** @throws UserError if the engine does not show the stack's configuration */
export async function sourcesWith(stack: string | undefined): Promise<SettingSources> {
  const values = stack === undefined ? {} : await configurationOf(stack);
  return { environment: process.env, config: (key) => values[key]?.value };
}

/** @throws UserError for settings that are wrong or half-filled, or if the engine does not show the stack's configuration */
export async function settingsWith(stack: string | undefined): Promise<Settings> {
  const sources = await sourcesWith(stack);
  try {
    return readSettings(sources);
  } catch (error) {
    if (stack !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${error.fact} ${notRead}`, error.remedy, error);
  }
}

type Configuration = Readonly<Record<string, { readonly value?: string }>>;

async function configurationOf(stack: string): Promise<Configuration> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
  try {
    const { stdout } = await promisify(execFile)("pulumi", args, { timeout: 60_000 });
    return (parseJson(stdout) ?? {}) as Configuration;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const said =
      code === "ENOENT" ? "pulumi is not on PATH" : oneLine(stderr || "pulumi failed").replace(/^error: |\.$/g, "");
    throw new UserError(
      `The configuration of the stack ${quote(stack)} cannot be read: ${said}.`,
      "Run the command in the folder of the Pulumi project, signed in to its backend.",
    );
  }
}
