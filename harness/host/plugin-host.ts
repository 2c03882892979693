// Drives the plugin over gRPC, as the engine does. What it has in common with the dynamic host is called in the same way.
import { join } from "node:path";
import type { ServiceError } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import type { InvokeResponse, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ROOT } from "../root";
import {
  type CheckAnswer,
  DynamicHost,
  type DynamicHostOptions,
  type Properties,
  pack,
  unpack,
  urnOf,
} from "./dynamic-host";
import { hostError } from "./host-error";
import { startHostProcess } from "./host-process";

const executable = join(ROOT, "dist", "plugin", "pulumi-resource-connectedorgs");

export async function startPluginHost(options: DynamicHostOptions = {}): Promise<PluginHost> {
  return new PluginHost(await startHostProcess({ ...options, script: executable }), options.deadlineMs ?? 10_000);
}

export class PluginHost extends DynamicHost {
  protected override readonly urn = urnOf("connectedorgs:index:ConnectedOrganization");

  /** @param name the provider's: `default` for the stack's configuration */
  override async configure(config: Properties = {}, name = "default"): Promise<void> {
    const args = Object.entries(config).map(([key, value]) => [key.replace(/^connectedorgs:/, ""), value] as const);
    const request = new messages.ConfigureRequest().setUrn(providerUrn(name)).setArgs(pack(Object.fromEntries(args)));
    await this.call("configure", (options, answer) => this.client.configure(request, ...options, answer));
  }

  async checkConfig(news: Properties, name = "default"): Promise<CheckAnswer> {
    const request = new messages.CheckRequest().setUrn(providerUrn(name)).setNews(pack(news));
    const response = await this.call<messages.CheckResponse>("checkConfig", (options, answer) =>
      this.client.checkConfig(request, ...options, answer),
    );
    return { inputs: unpack(response.getInputs()), failures: response.toObject().failuresList };
  }

  async diffConfig(olds: Properties, news: Properties): Promise<messages.DiffResponse.AsObject> {
    const request = new messages.DiffRequest().setOldInputs(pack(olds)).setNews(pack(news));
    const response = await this.call<messages.DiffResponse>("diffConfig", (options, answer) =>
      this.client.diffConfig(request, ...options, answer),
    );
    return response.toObject();
  }

  /** The kind of each difference by its path, as the protocol names them: `UPDATE_REPLACE`. */
  async differences(id: string, olds: Properties, news: Properties): Promise<Record<string, string>> {
    const kinds = Object.keys(messages.PropertyDiff.Kind);
    const found = (await this.compare(id, olds, news)).toObject();
    return Object.fromEntries(found.detaileddiffMap.map(([path, { kind }]) => [path, kinds[kind] ?? ""]));
  }

  /** The properties that differ at all. */
  async changedProperties(id: string, olds: Properties, news: Properties): Promise<string[]> {
    return (await this.compare(id, olds, news)).getDiffsList();
  }

  async previewCreate(inputs: Properties): Promise<{ id: string; properties: Properties }> {
    const request = new messages.CreateRequest().setProperties(pack(inputs)).setPreview(true);
    const response = await this.call<messages.CreateResponse>("create", (options, answer) =>
      this.client.create(request, ...options, answer),
    );
    return { id: response.getId(), properties: unpack(response.getProperties()) };
  }

  async previewUpdate(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new messages.UpdateRequest().setId(id).setOlds(pack(olds)).setNews(pack(news)).setPreview(true);
    const response = await this.call<messages.UpdateResponse>("update", (options, answer) =>
      this.client.update(request, ...options, answer),
    );
    return unpack(response.getProperties());
  }

  /** Under another type than the plugin's own. */
  async checkAs(type: string, news: Properties): Promise<void> {
    const request = new messages.CheckRequest().setUrn(urnOf(type)).setNews(pack(news));
    await this.call("check", (options, answer) => this.client.check(request, ...options, answer));
  }

  /** With the option `customTimeouts`. */
  async createWithin(seconds: number, inputs: Properties): Promise<void> {
    const request = new messages.CreateRequest().setProperties(pack(inputs)).setTimeout(seconds);
    await this.call("create", (options, answer) => this.client.create(request, ...options, answer));
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new messages.InvokeRequest().setTok(token).setArgs(pack(args));
    const response = await this.call<InvokeResponse>("invoke", (options, answer) =>
      this.client.invoke(request, ...options, answer),
    );
    return unpack(response.getReturn());
  }

  /** Pairs of id and name. */
  async list(query: Properties, limit = 0): Promise<[id: string, name: string][]> {
    const request = new messages.ListRequest().setQuery(pack(query)).setLimit(limit);
    const found: [string, string][] = [];
    try {
      for await (const message of this.client.list(request)) {
        const result = (message as ListResponse).getResult();
        if (result) found.push([result.getId(), result.getName()]);
      }
    } catch (error) {
      throw hostError("list", error as ServiceError);
    }
    return found;
  }

  async getSchema(): Promise<string> {
    const request = new messages.GetSchemaRequest();
    const response = await this.call<messages.GetSchemaResponse>("getSchema", (options, answer) =>
      this.client.getSchema(request, ...options, answer),
    );
    return response.getSchema();
  }

  async handshake(): Promise<messages.ProviderHandshakeResponse.AsObject> {
    const request = new messages.ProviderHandshakeRequest().setEngineAddress("127.0.0.1:1").setConfigureWithUrn(true);
    const response = await this.call<messages.ProviderHandshakeResponse>("handshake", (options, answer) =>
      this.client.handshake(request, ...options, answer),
    );
    return response.toObject();
  }

  async version(): Promise<string> {
    const response = await this.call<{ getVersion(): string }>("getPluginInfo", (options, answer) =>
      this.client.getPluginInfo(new Empty(), ...options, answer),
    );
    return response.getVersion();
  }

  async attach(engine: string): Promise<void> {
    const request = new PluginAttach().setAddress(engine);
    await this.call("attach", (options, answer) => this.client.attach(request, ...options, answer));
  }

  async cancel(): Promise<void> {
    await this.call("cancel", (options, answer) => this.client.cancel(new Empty(), ...options, answer));
  }

  /** A call that the plugin does not know. */
  async construct(): Promise<void> {
    const request = new messages.ConstructRequest();
    await this.call("construct", (options, answer) => this.client.construct(request, ...options, answer));
  }
}

function providerUrn(name: string): string {
  return urnOf("pulumi:providers:connectedorgs", name);
}
