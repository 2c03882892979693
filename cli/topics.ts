// Help that belongs to no single command.
import { switchNames, switchTable } from "../emulator";
import { type Setting, type SettingName, settingNames, variableOf } from "../provider/settings/setting-value";
import { columns, wrap } from "./layout";

export interface Topic {
  readonly summary: string;
  show(): string;
}

export const topics: Readonly<Record<string, Topic>> = {
  settings: { summary: "the environment variables of settings and sign-in", show: showSettings },
  switches: { summary: "the switches of the emulator", show: showSwitches },
};

function showSettings(): string {
  const intro = `The commands take their settings from the environment, and with --stack from the \
configuration of a stack. For each setting the first variable that has a value counts. What each means, and the ways to sign in: docs/configuration.md.`;
  const rows = (Object.keys(settingNames) as SettingName[]).flatMap((name) => {
    const { variables = [] }: Setting = settingNames[name];
    return [variableOf(name), ...variables.map((other) => `  ${other}`)];
  });
  return `${wrap(intro)}\n\n${rows.map((row) => `  ${row}`).join("\n")}`;
}

function showSwitches(): string {
  const intro = `What Microsoft's documentation leaves open is a switch of the emulator: \
"connectedorgs emulator --switch <name=value>". "connectedorgs probe" finds out which value fits your tenant.`;
  const rows = switchNames.map((name) => {
    const row = switchTable[name];
    const values = "positions" in row ? row.positions.join(", ") : "a whole number from 0";
    return [name, `${row.about}\nValues: ${values}. Default: ${row.default}.`] as const;
  });
  return `${wrap(intro)}\n\n${columns(rows)}`;
}
