// `connectedorgs emulator`: the emulator on a port until Ctrl+C.
import { readFileSync } from "node:fs";
import { createEmulator, type ListenOptions, parseSwitch, type SeedInput, type Switches } from "../../emulator";
import { type Options, readOptionsOr, type Terminal, UsageError } from "../usage";

const options: Options = {
  port: { type: "string" },
  host: { type: "string" },
  seed: { type: "string" },
  profile: { type: "string" },
  switch: { type: "string", multiple: true },
  delay: { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

const usage = `Usage: connectedorgs emulator [options]

  --port <number>        port to listen on (default 8800, 0 for any free one)
  --host <name>          address to listen on (default 127.0.0.1)
  --seed <file>          JSON file with the start (default: a few documentation tenants)
  --profile <file>       switches as \`connectedorgs probe\` writes them
  --switch <name=value>  a behaviour the documentation leaves open; may be repeated; wins over the profile
  --delay <ms>           milliseconds that every request takes (default 0)
  --tls-cert <file>      certificate for HTTPS, with --tls-key
  --tls-key <file>       its private key
  --quiet                no line per request
  --help

Seed, switches and the control routes are described in docs/emulator.md.`;

function readNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) {
    throw new UsageError(`Invalid value for ${option}: ${text}. Expected a number from 0 to ${most}.\n\n${usage}`);
  }
  return number;
}

function readFile(path: string, option: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The file of ${option} cannot be read: ${reason}.`);
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
  if (typeof profile !== "object" || profile === null || Array.isArray(profile))
    throw new UsageError(`The file of --profile is not a JSON object: ${path}.`);
  return Object.assign({}, ...Object.entries(profile).map(([name, value]) => readSwitch(name, value)));
}

function readSwitch(name: string, value: unknown): Partial<Switches> {
  try {
    return parseSwitch(name, value);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readSwitches(pairs: readonly string[]): Partial<Switches> {
  const read = (pair: string): Partial<Switches> => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`Invalid value for --switch: ${pair}. Expected name=value.`);
    }
    return readSwitch(name, value);
  };
  return Object.assign({}, ...pairs.map(read));
}

function readListenOptions(first: (name: string) => string | undefined): ListenOptions {
  const cert = first("tls-cert");
  const key = first("tls-key");
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("Either both of --tls-cert and --tls-key must be provided, or none.");
  }
  const files = { cert: cert && readFile(cert, "--tls-cert"), key: key && readFile(key, "--tls-key") };
  const tls = files.cert !== undefined && files.key !== undefined ? { cert: files.cert, key: files.key } : undefined;
  return {
    port: readNumber("--port", first("port") ?? "8800", 65_535),
    host: first("host") ?? "127.0.0.1",
    ...(tls === undefined ? {} : { tls }),
  };
}

function greeting(url: string): string {
  return `Microsoft Graph connected organizations, emulated: ${url}
  CONNECTEDORGS_GRAPH_ENDPOINT=${url}
  CONNECTEDORGS_ACCESS_TOKEN=emulator
  CONNECTEDORGS_AUTHORITY_HOST=${url}
Control: ${url}/_emulator/state. Stop with Ctrl+C.`;
}

export async function runEmulator(args: readonly string[], terminal: Terminal): Promise<number> {
  const values = readOptionsOr(usage, args, options);
  const first = (name: string) => values.get(name)?.at(-1);
  if (values.has("help")) {
    terminal.out(usage);
    return 0;
  }
  const listenOptions = readListenOptions(first);
  const delayMs = readNumber("--delay", first("delay") ?? "0", 60_000);
  const seed = first("seed");
  const profile = first("profile");
  const emulator = createEmulator({
    ...(seed === undefined ? {} : { seed: readJson(seed, "--seed") as SeedInput }),
    switches: {
      ...(profile === undefined ? {} : readProfile(profile)),
      ...readSwitches(values.get("switch") ?? []),
    },
    delayMs,
    ...(values.has("quiet")
      ? {}
      : { onAnswer: ({ time, method, path, status }) => terminal.out(`${time} ${method} ${path} ${status}`) }),
  });
  const listener = await emulator.listen(listenOptions);
  terminal.out(greeting(listener.url));
  await terminal.stopped();
  await listener.close();
  return 0;
}
