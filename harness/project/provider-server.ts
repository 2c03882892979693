// Runs dynamic providers as the SDK's launcher does, one at a time: each command has modules of its own of the SDK's host
// and of the package, but Node and the rest of the SDK are loaded once. Prints its port, and ends with its standard input.
import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { dirname, join, sep } from "node:path";

const [, , installation = ""] = process.argv;
const load = createRequire(join(installation, "index.js"));
const host = load.resolve("@pulumi/pulumi/cmd/dynamic-provider");
const fresh = [host, dirname(load.resolve("pulumi-connectedorgs/package.json")) + sep];
/** Node reads it only when it starts. */
const trusted = process.env["NODE_EXTRA_CA_CERTS"];
let engine: Socket | undefined;

function serve(folder: string, address: string, env: Record<string, string>): void {
  process.chdir(folder);
  process.argv = [process.execPath, host, address];
  process.env = env;
  for (const event of ["exit", "uncaughtException", "unhandledRejection"]) process.removeAllListeners(event);
  for (const file of Object.keys(load.cache)) if (fresh.some((path) => file.startsWith(path))) delete load.cache[file];
  load(host);
}

/** @param text of the launcher: the project's folder, the engine's address and the environment */
function answer(socket: Socket, text: string): void {
  const [folder = "", address = "", ...variables] = text.split("\0");
  const env = Object.fromEntries(variables.map((variable) => /^(.*?)=(.*)$/s.exec(variable)?.slice(1) ?? []));
  if (engine !== undefined || env["NODE_EXTRA_CA_CERTS"] !== trusted) return void socket.end();
  engine = socket;
  socket.on("close", () => {
    engine = undefined;
  });
  serve(folder, address, env);
}

const server = createServer((socket) => {
  let request = "";
  socket.on("error", () => socket.destroy());
  socket.setEncoding("utf8").on("data", (text: string) => {
    request += text;
    if (request.endsWith("\0\0")) answer(socket, request.slice(0, -2));
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log((server.address() as AddressInfo).port);
  for (const stream of [process.stdout, process.stderr])
    stream.write = (text: string | Uint8Array) => engine?.write(text) ?? true;
  load("@pulumi/pulumi");
});
process.stdin.resume().on("end", () => process.exit());
