/** What the plugin tells the engine of its own accord: what it prints after its port, nobody sees. */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export class Engine {
  #client: EngineClient | undefined;

  constructor(address: string | undefined) {
    if (address) this.attach(address);
  }

  attach(address: string): void {
    this.#client?.close();
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  /** A line that stands at the resource. */
  say(urn: string, message: string): void {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setUrn(urn).setMessage(message);
    // A line that does not arrive fails nothing.
    this.#client?.log(request, () => undefined);
  }
}
