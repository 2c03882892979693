// `connectedorgs emulator`: the emulator on a port until Ctrl+C.
import {
  createEmulator,
  type Emulator,
  type ListenOptions,
  parseSwitch,
  type SeedInput,
  type Switches,
} from "../../emulator";
import { UserError } from "../../provider/errors";
import { type Rule, UsageError, wholeNumber } from "../arguments";
import { defineCommand, messageOf } from "../command";
import { readJsonFile, readTextFile } from "../file";

interface Pair {
  readonly name: string;
  readonly value: string;
}

const pair: Rule<Pair> = {
  normalize: (text) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    return name === undefined || value === undefined ? undefined : { name, value };
  },
  expected: "name=value",
};

export const command = defineCommand({
  name: "connectedorgs emulator",
  summary: "run a local emulator of Microsoft Graph's connected organizations",
  options: {
    port: {
      value: "<number>",
      rule: wholeNumber(0, 65_535),
      default: 8800,
      about: "port to listen on (default 8800, 0 for any free one)",
    },
    host: { value: "<name>", default: "127.0.0.1", about: "address to listen on (default 127.0.0.1)" },
    seed: { value: "<file>", about: "JSON file with the initial data (default: a few example tenants)" },
    profile: { value: "<file>", about: "switches as written by connectedorgs probe" },
    switch: {
      value: "<name=value>",
      rule: pair,
      isRepeatable: true,
      about: "set one switch, overriding the profile; may be repeated (see connectedorgs help switches)",
    },
    delay: {
      value: "<ms>",
      rule: wholeNumber(0, 60_000),
      default: 0,
      about: "delay of every request in milliseconds (default 0)",
    },
    "delay-member": {
      value: "<ms>",
      rule: wholeNumber(0, 60_000),
      default: 0,
      about: "additional delay of a batch for each of its members (default 0)",
    },
    "tls-cert": { value: "<file>", about: "certificate to serve HTTPS with; needs --tls-key" },
    "tls-key": { value: "<file>", about: "private key of that certificate" },
    "log-secrets": { about: "do not mask tokens and secrets in the request log" },
    quiet: { about: "print no line per request" },
  },
  outro: "The seed file, the switches and the control routes are described in docs/emulator.md.",
  exits: { 0: "stopped by Ctrl+C", 1: "could not listen" },
  async run({ port, host, seed, profile, delay, quiet, ...values }, terminal) {
    const tls = readTls(values["tls-cert"], values["tls-key"]);
    const emulator = createEmulator({
      ...(seed !== undefined && { seed: readJsonFile(seed, "seed") as SeedInput }),
      switches: {
        ...(profile !== undefined && readProfile(profile)),
        ...readSwitches(values.switch.map(({ name, value }) => [name, value])),
      },
      delayMs: delay,
      delayMemberMs: values["delay-member"],
      logSecrets: values["log-secrets"] ?? false,
      ...(!quiet && {
        onAnswer: ({ time, method, path, status }) => terminal.out(`${time} ${method} ${path} ${status}`),
      }),
    });
    const listener = await listen(emulator, { port, host, ...tls });
    terminal.out(greeting(listener.url));
    await terminal.stopped();
    await listener.close();
    return 0;
  },
});

async function listen(emulator: Emulator, options: ListenOptions & { host: string; port: number }) {
  const { host, port } = options;
  return await emulator.listen(options).catch((error: NodeJS.ErrnoException) => {
    const other = "Choose another one with --port, or 0 for any free one.";
    if (error.code === "EADDRINUSE") throw new UserError(`Port ${port} of ${host} is in use.`, other);
    if (error.code === "EACCES") throw new UserError(`This user may not listen on port ${port}.`, other);
    if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
      throw new UserError(`${host} is not an address of this machine.`, "Choose another one with --host.");
    throw error;
  });
}

function readTls(cert: string | undefined, key: string | undefined): Pick<ListenOptions, "tls"> {
  if (cert !== undefined && key !== undefined)
    return { tls: { cert: readTextFile(cert, "tls-cert"), key: readTextFile(key, "tls-key") } };
  if (cert === key) return {};
  throw new UsageError("Both --tls-cert and --tls-key must be provided, or neither.");
}

function readProfile(path: string): Partial<Switches> {
  const profile = readJsonFile(path, "profile");
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
Portal: ${url} in a browser. Control routes: ${url}/_emulator. Stop with Ctrl+C.`;
}
