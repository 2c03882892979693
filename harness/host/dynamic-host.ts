// Drives the SDK's own dynamic-provider process over gRPC, as the engine does, with a deadline on every call.
import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { hostError } from "./host-error";
import { type HostProcess, type HostProcessOptions, startHostProcess } from "./host-process";

export type Properties = Record<string, unknown>;

export interface CheckAnswer {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

export interface DiffAnswer {
  /** If undefined, the engine compares the inputs itself. */
  changes: boolean | undefined;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface DynamicHostOptions extends HostProcessOptions {
  /** @default 10000 */
  deadlineMs?: number;
}

export async function startDynamicHost(options: DynamicHostOptions = {}): Promise<DynamicHost> {
  return new DynamicHost(await startHostProcess(options), options.deadlineMs ?? 10_000);
}

type Answer<Response> = (error: ServiceError | null, response: Response) => void;

export class DynamicHost {
  protected readonly client: ResourceProviderClient;
  protected readonly urn: string = urnOf("pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization");

  constructor(
    private readonly host: HostProcess,
    private readonly deadlineMs: number,
  ) {
    this.client = new ResourceProviderClient(`127.0.0.1:${host.port}`, credentials.createInsecure());
  }

  /** Call it first. Keys include their namespace: `connectedorgs:tenantId`. */
  async configure(config: Properties = {}): Promise<void> {
    const request = new messages.ConfigureRequest().setArgs(pack(config)).setAcceptsecrets(true);
    await this.call("configure", (options, answer) => this.client.configure(request, ...options, answer));
  }

  async check(olds: Properties, news: Properties): Promise<CheckAnswer> {
    const request = new messages.CheckRequest().setUrn(this.urn).setOlds(pack(olds)).setNews(pack(news));
    const response = await this.call<messages.CheckResponse>("check", (options, answer) =>
      this.client.check(request, ...options, answer),
    );
    return { inputs: unpack(response.getInputs()), failures: response.toObject().failuresList };
  }

  async diff(id: string, olds: Properties, news: Properties): Promise<DiffAnswer> {
    const response = await this.compare(id, olds, news);
    const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
    const changes = response.getChanges();
    return {
      changes: changes === DIFF_SOME ? true : changes === DIFF_NONE ? false : undefined,
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  protected compare(id: string, olds: Properties, news: Properties): Promise<messages.DiffResponse> {
    const request = new messages.DiffRequest().setId(id).setOlds(pack(olds)).setNews(pack(news));
    return this.call("diff", (options, answer) => this.client.diff(request, ...options, answer));
  }

  async create(inputs: Properties): Promise<{ id: string; properties: Properties }> {
    const request = new messages.CreateRequest().setProperties(pack(inputs));
    const response = await this.call<messages.CreateResponse>("create", (options, answer) =>
      this.client.create(request, ...options, answer),
    );
    return { id: response.getId(), properties: unpack(response.getProperties()) };
  }

  /** An empty id means that the object is gone. */
  async read(
    id: string,
    properties: Properties,
    inputs?: Properties,
  ): Promise<{ id: string; properties: Properties; inputs: Properties | undefined }> {
    const request = new messages.ReadRequest().setUrn(this.urn).setId(id).setProperties(pack(properties));
    if (inputs) request.setInputs(pack(inputs));
    const response = await this.call<messages.ReadResponse>("read", (options, answer) =>
      this.client.read(request, ...options, answer),
    );
    return {
      id: response.getId(),
      properties: unpack(response.getProperties()),
      inputs: response.getInputs()?.toJavaScript(),
    };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new messages.UpdateRequest().setId(id).setOlds(pack(olds)).setNews(pack(news));
    const response = await this.call<messages.UpdateResponse>("update", (options, answer) =>
      this.client.update(request, ...options, answer),
    );
    return unpack(response.getProperties());
  }

  async delete(id: string, properties: Properties): Promise<void> {
    const request = new messages.DeleteRequest().setId(id).setProperties(pack(properties));
    await this.call("delete", (options, answer) => this.client.delete(request, ...options, answer));
  }

  /** What the process printed; the first line of stdout is its port. */
  output(): { stdout: string; stderr: string } {
    return { stdout: this.host.stdout(), stderr: this.host.stderr() };
  }

  async interrupt(): Promise<{ took: number; code: number | null }> {
    return await this.host.interrupt();
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.host.stop();
  }

  protected call<Response>(
    method: string,
    send: (options: [Metadata, { deadline: number }], answer: Answer<Response>) => unknown,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const options: [Metadata, { deadline: number }] = [new Metadata(), { deadline: Date.now() + this.deadlineMs }];
      send(options, (error, response) => (error ? reject(hostError(method, error)) : resolve(response)));
    });
  }
}

export function urnOf(type: string, name = "wingtip"): string {
  return `urn:pulumi:test::host-test::${type}::${name}`;
}

export function pack(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as { [key: string]: JavaScriptValue });
}

export function unpack(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}
