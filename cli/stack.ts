// What the engine knows of a stack that is named: its configuration, decrypted, and its state.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { oneLine, quote, UserError } from "../provider/errors";
import { parseJson } from "../provider/json";
import type { SettingSources } from "../provider/settings/setting-value";
import { readSettings, type Settings } from "../provider/settings/settings";

export const stackOption = {
  value: "<name>",
  about: "also read the configuration of this stack of the Pulumi project in this folder",
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

/** What `pulumi stack export` prints: secrets stay encrypted. @throws UserError if the engine does not show it */
export async function stateOf(stack: string): Promise<string> {
  return await ask("state", stack, ["stack", "export"]);
}

type Configuration = Readonly<Record<string, { readonly value?: string }>>;

async function configurationOf(stack: string): Promise<Configuration> {
  return (parseJson(await ask("configuration", stack, ["config", "--json", "--show-secrets"])) ?? {}) as Configuration;
}

async function ask(what: string, stack: string, args: readonly string[]): Promise<string> {
  try {
    const all = [...args, "--non-interactive", "--stack", stack];
    const { stdout } = await promisify(execFile)("pulumi", all, { timeout: 60_000, maxBuffer: 2 ** 30 });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const said =
      code === "ENOENT" ? "pulumi is not on PATH" : oneLine(stderr || "pulumi failed").replace(/^error: |\.$/g, "");
    throw new UserError(
      `The ${what} of the stack ${quote(stack)} cannot be read: ${said}.`,
      "Run the command in the folder of the Pulumi project, signed in to its backend.",
    );
  }
}
