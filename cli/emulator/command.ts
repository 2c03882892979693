// `connectedorgs emulator`: the emulator on a port until Ctrl+C.
import { readFileSync } from "node:fs";
import { createEmulator, type ListenOptions, parseSwitch, type SeedInput, type Switches } from "../../emulator";
import { type Rule, UsageError, wholeNumber } from "../arguments";
import { defineCommand, messageOf } from "../command";

interface Pair {
  readonly name: string;
  readonly value: string;
}

const pair: Rule<Pair> = {
  normalize: (text) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    return name === undefined || value === undefined ? undefined : { name, value };
  },
  expected: "Expected name=value",
};

export const command = defineCommand({
  name: "connectedorgs emulator",
  summary: "a local double of Microsoft Graph's connected organizations",
  options: {
    port: {
      value: "<number>",
      rule: wholeNumber(0, 65_535),
      default: 8800,
      about: "port to listen on (default 8800, 0 for any free one)",
    },
    host: { value: "<name>", default: "127.0.0.1", about: "address to listen on (default 127.0.0.1)" },
    seed: { value: "<file>", about: "JSON file with the start (default: a few documentation tenants)" },
    profile: { value: "<file>", about: "switches as `connectedorgs probe` writes them" },
    switch: {
      value: "<name=value>",
      rule: pair,
      isRepeatable: true,
      about: "a behaviour the documentation leaves open; may be repeated; wins over the profile",
    },
    delay: {
      value: "<ms>",
      rule: wholeNumber(0, 60_000),
      default: 0,
      about: "milliseconds that every request takes (default 0)",
    },
    "tls-cert": { value: "<file>", about: "certificate for HTTPS, with --tls-key" },
    "tls-key": { value: "<file>", about: "its private key" },
    "log-secrets": { about: "show tokens and secrets in the request log, instead of ***" },
    quiet: { about: "no line per request" },
  },
  outro: "Seed, switches and the control routes are described in docs/emulator.md.",
  async run({ port, host, seed, profile, delay, quiet, ...values }, terminal) {
    const tls = readTls(values["tls-cert"], values["tls-key"]);
    const emulator = createEmulator({
      ...(seed !== undefined && { seed: readJson(seed, "--seed") as SeedInput }),
      switches: {
        ...(profile !== undefined && readProfile(profile)),
        ...readSwitches(values.switch.map(({ name, value }) => [name, value])),
      },
      delayMs: delay,
      logSecrets: values["log-secrets"] ?? false,
      ...(!quiet && {
        onAnswer: ({ time, method, path, status }) => terminal.out(`${time} ${method} ${path} ${status}`),
      }),
    });
    const listener = await emulator.listen({ port, host, ...tls });
    terminal.out(greeting(listener.url));
    await terminal.stopped();
    await listener.close();
    return 0;
  },
});

function readTls(cert: string | undefined, key: string | undefined): Pick<ListenOptions, "tls"> {
  if (cert !== undefined && key !== undefined)
    return { tls: { cert: readFile(cert, "--tls-cert"), key: readFile(key, "--tls-key") } };
  if (cert === key) return {};
  throw new UsageError("Either both of --tls-cert and --tls-key must be provided, or none.");
}

function readFile(path: string, option: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`The file of ${option} cannot be read: ${messageOf(error)}.`);
  }
}

function readJson(path: string, option: string): unknown {
  const text = readFile(path, option);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`The file of ${option} is not JSON: ${path}.`);
  }
}

function readProfile(path: string): Partial<Switches> {
  const profile = readJson(path, "--profile");
  if (typeof profile === "object" && profile !== null && !Array.isArray(profile))
    return readSwitches(Object.entries(profile));
  throw new UsageError(`The file of --profile is not a JSON object: ${path}.`);
}

function readSwitches(entries: readonly (readonly [name: string, value: unknown])[]): Partial<Switches> {
  try {
    return Object.assign({}, ...entries.map(([name, value]) => parseSwitch(name, value)));
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function greeting(url: string): string {
  return `Microsoft Graph connected organizations, emulated: ${url}
  CONNECTEDORGS_GRAPH_ENDPOINT=${url}
  CONNECTEDORGS_ACCESS_TOKEN=emulator
  CONNECTEDORGS_AUTHORITY_HOST=${url}
Control: ${url}/_emulator/state. Stop with Ctrl+C.`;
}
