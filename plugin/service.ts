/** Every call of the engine: the message is unpacked, the provider asked, its answer packed. */
import type { ServerWritableStream, UntypedServiceImplementation } from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  GetSchemaResponse,
  InvokeResponse,
  ListResponse,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Calls } from "../provider/calls";
import { quote, UserError } from "../provider/errors";
import type { CheckFailure as Failure } from "../provider/organization/check";
import type { Comparison } from "../provider/organization/difference";
import { previewOfCreate, previewOfUpdate } from "../provider/organization/preview";
import type { Values } from "../provider/organization/recorded";
import { answer, differenceMessage, failure } from "./answer";
import { checkConfiguration, compareConfiguration, configOf, isExplicit } from "./configuration";
import type { Engine } from "./engine";
import { pack, packOutputs, unpack } from "./message";
import schema from "./schema.json";

const resourceType = "connectedorgs:index:ConnectedOrganization";

/** Calls that are missing here are answered as not implemented. */
export function createService(calls: Calls, engine: Engine): UntypedServiceImplementation {
  return { ...pluginService(calls, engine), ...resourceService(calls, engine), ...lookUpService(calls, engine) };
}

function pluginService(calls: Calls, engine: Engine) {
  return {
    handshake: answer(() =>
      new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(false).setAcceptOutputs(false),
    ),
    attach: answer((request: PluginAttach) => {
      engine.attach(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: answer(() => new PluginInfo().setVersion(schema.version)),
    getSchema: answer(() => new GetSchemaResponse().setSchema(JSON.stringify(schema))),
    checkConfig: answer((request: messages.CheckRequest) => checkConfiguration(request.getUrn(), request.getNews())),
    diffConfig: answer((request: messages.DiffRequest) =>
      compareConfiguration(request.getOldInputs() ?? request.getOlds(), request.getNews()),
    ),
    configure: answer((request: messages.ConfigureRequest) => {
      calls.configure(configOf(unpack(request.getArgs()).values, isExplicit(request.getUrn())));
      return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    // The engine sends it at the end of every command, and takes a plugin that has left before its answer for broken.
    cancel: answer(() => {
      setImmediate(calls.stop);
      return new Empty();
    }),
  };
}

function resourceService(calls: Calls, engine: Engine) {
  const during = (request: { getUrn(): string; getTimeout?(): number }) => ({
    seconds: request.getTimeout?.() || undefined,
    say: (line: string, severity?: "warning") => engine.say(request.getUrn(), line, severity),
  });
  return {
    check: answer(async (request: messages.CheckRequest) => {
      requireType(request.getUrn());
      const { values, secrets } = organization(request.getNews());
      const checked = await calls.check(organization(request.getOlds()).values, values, during(request));
      await engine.hears();
      const failures = checked.failures.map((failed) => checkFailure(failed, secrets));
      return new CheckResponse().setInputs(pack(checked.inputs, secrets)).setFailuresList(failures);
    }),
    diff: answer(async (request: messages.DiffRequest) => {
      const [olds, news] = [organization(request.getOlds()).values, organization(request.getNews()).values];
      const isDeclared = Object.keys(news).length > 0;
      const comparison = isDeclared
        ? await calls.compare(request.getId(), olds, news, during(request))
        : nothingDeclared;
      await engine.hears();
      return differenceMessage(comparison);
    }),
    create: answer(
      async (request: messages.CreateRequest) => {
        const { values, secrets } = organization(request.getProperties());
        if (request.getPreview())
          return new CreateResponse().setProperties(packOutputs(previewOfCreate(values), secrets));
        const { id, outputs } = await calls.create(values, during(request));
        return new CreateResponse().setId(id).setProperties(packOutputs(outputs, secrets));
      },
      (request) => organization(request.getProperties()).secrets,
    ),
    read: answer(async (request: messages.ReadRequest) => {
      requireType(request.getUrn());
      const { values, secrets } = organization(request.getProperties());
      // An import, and the SDKs' `get`, come without a state.
      const isImport = Object.keys(values).length === 0;
      const id = request.getId();
      const found = isImport
        ? await calls.readForImport(id, during(request))
        : await calls.read(id, values, during(request));
      // Nothing at all means that there is none.
      if (!found) return new ReadResponse();
      const inputs = isImport || !hasNone(request.getInputs()) ? found.inputs : {};
      return new ReadResponse()
        .setId("id" in found ? String(found.id) : id)
        .setProperties(packOutputs(found.outputs, secrets))
        .setInputs(pack(inputs, secrets));
    }),
    update: answer(
      async (request: messages.UpdateRequest) => {
        const olds = organization(request.getOlds()).values;
        const { values, secrets } = organization(request.getNews());
        const outputs = request.getPreview()
          ? previewOfUpdate(olds, values)
          : await calls.update(request.getId(), olds, values, during(request));
        return new UpdateResponse().setProperties(packOutputs(outputs, secrets));
      },
      (request) => organization(request.getNews()).secrets,
    ),
    delete: answer(async (request: messages.DeleteRequest) => {
      await calls.remove(request.getId(), organization(request.getProperties()).values, during(request));
      await engine.hears();
      return new Empty();
    }),
  };
}

function lookUpService(calls: Calls, engine: Engine) {
  // Of no resource, so it stands at the stack.
  const during = { say: (line: string) => engine.say("", `looking up connected organizations: ${line}`) };
  const functions: Readonly<Record<string, (query: Values) => Promise<object>>> = {
    "connectedorgs:index:getConnectedOrganization": (query) => calls.findOne(query, during),
    "connectedorgs:index:getConnectedOrganizations": async (query) => ({
      organizations: await calls.findAll(query, during),
    }),
    "connectedorgs:index:getTenant": (query) => calls.findTenant(query, during),
  };
  return {
    invoke: answer(async (request: messages.InvokeRequest) => {
      const token = request.getTok();
      const find = functions[token];
      if (!find) throw new UserError(`There is no function ${quote(token)}.`);
      return new InvokeResponse().setReturn(pack({ ...(await find(unpack(request.getArgs()).values)) }));
    }),
    async list(stream: ServerWritableStream<messages.ListRequest, ListResponse>) {
      try {
        const limit = stream.request.getLimit() || undefined;
        const found = await calls.findAll(unpack(stream.request.getQuery()).values, during);
        for (const { id, displayName } of found.slice(0, limit)) {
          const result = new ListResponse.Result().setId(id).setName(displayName);
          stream.write(new ListResponse().setResult(result));
        }
        stream.end();
      } catch (error) {
        stream.emit("error", failure(error));
      }
    },
  };
}

function requireType(urn: string): void {
  const type = urn.split("::")[2]?.split("$").at(-1);
  if (type !== resourceType) throw new UserError(`There is no resource type ${quote(type)}.`, `Use ${resourceType}.`);
}

/** What `get` reads has no inputs in the state: nothing is declared, and any would be shown as a change by a refresh. */
const nothingDeclared: Comparison = { difference: { changes: false }, paths: [] };

function hasNone(struct: Struct | undefined): boolean {
  return struct !== undefined && Object.keys(unpack(struct).values).length === 0;
}

/** A state that the dynamic resource wrote has its text among the properties. */
function organization(struct: Struct | undefined): ReturnType<typeof unpack> {
  const { values, secrets } = unpack(struct);
  const { __provider: _, ...own } = values;
  return { values: own, secrets };
}

/** A secret's failure has no property, whose value the engine would print, and a reason that does not repeat it. */
function checkFailure({ property, reason }: Failure, secrets: readonly string[]): CheckFailure {
  const [root = ""] = property.split(/[.[]/);
  if (!secrets.includes(root)) return new CheckFailure().setProperty(property).setReason(reason);
  return new CheckFailure().setReason(
    `${property} is not valid, and its value is not shown, because it is secret. Correct it: docs/resource.md has the rules.`,
  );
}
