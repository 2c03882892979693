// Runs programs as the Automation API runs inline ones. Prints its address, and ends with its standard input.
import { createRequire } from "node:module";
import { join } from "node:path";

interface RunRequest {
  /** The project's folder. */
  getPwd(): string;
}

const [, , installation = ""] = process.argv;
const load = createRequire(join(installation, "index.js"));
const loadForPulumi = createRequire(load.resolve("@pulumi/pulumi"));
const grpc = loadForPulumi("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
const { LanguageRuntimeService } = loadForPulumi("@pulumi/pulumi/proto/language_grpc_pb");
const { LanguageServer } = loadForPulumi("@pulumi/pulumi/automation/server");

const { getRequiredPlugins, getPluginInfo } = new LanguageServer();
const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  getRequiredPlugins,
  getPluginInfo,
  run(call: { request: RunRequest }, callback: unknown) {
    const program = load.resolve(call.request.getPwd());
    delete load.cache[program];
    return new LanguageServer(() => load(program)).run(call, callback);
  },
});
// What an earlier program still asks of its engine, which has ended, is no error of the program that runs now.
const { emit } = process;
process.emit = ((event: string, reason?: { code?: unknown }, ...more: unknown[]) => {
  const isLate = event === "unhandledRejection" && reason?.code === grpc.status.UNAVAILABLE;
  return isLate || Reflect.apply(emit, process, [event, reason, ...more]);
}) as typeof emit;
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`127.0.0.1:${port}`);
});
process.stdin.resume().on("end", () => process.exit());
