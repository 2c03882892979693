/** What the plugin tells the engine of its own accord: what it prints after its port, nobody sees. */
import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** In milliseconds. */
const longest = 2000;

export class Engine {
  #heard: Promise<void> = Promise.resolve();
  #client: EngineClient | undefined;

  constructor(address: string | undefined) {
    if (address) this.attach(address);
  }

  attach(address: string): void {
    this.#client?.close();
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  /** A line that stands at the resource. One that does not arrive fails nothing. */
  say(urn: string, message: string, severity: "info" | "warning" = "info"): void {
    const client = this.#client;
    if (!client) return;
    const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING };
    const request = new LogRequest().setSeverity(severities[severity]).setUrn(urn).setMessage(message);
    // One after the other, because what is under way at the same time arrives in any order.
    this.#heard = this.#heard.then(
      () =>
        new Promise((resolve) => {
          client.log(request, new Metadata(), { deadline: Date.now() + longest }, () => resolve());
        }),
    );
  }

  /** Resolves when what was said has arrived: an engine that has its answer may end before. */
  async hears(): Promise<void> {
    await this.#heard;
  }
}
