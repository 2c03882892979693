/** The package's own provider text in the SDK's dynamic-provider process, against an emulated tenant on a port. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type EmulatorOptions, type Listener } from "../../emulator";
import { type DynamicHost, type Properties, startDynamicHost } from "../../harness/host/dynamic-host";
import { HostError } from "../../harness/host/host-error";
import { shim } from "../../sdk/shim";

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const tenantOfWingtip = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48";
export const tenantOfFabrikam = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
export const wingtipDomain = { type: "domainIdentitySource", domainName: "wingtiptoys.com" };
export const wingtipTenant = { type: "azureActiveDirectoryTenant", tenantId: tenantOfWingtip };
export const fabrikamTenant = { type: "azureActiveDirectoryTenant", tenantId: tenantOfFabrikam };

/** As a program declares it. */
export const declared: Properties = {
  displayName: "Wingtip Toys",
  description: "Toy supplier",
  identitySources: [wingtipDomain],
  __provider: shim,
};

/** What check makes of it. */
export const checked: Properties = { ...declared, state: "configured", adoptExisting: false };

export interface TenantHost {
  readonly host: DynamicHost;
  readonly emulator: Emulator;
  /** Method and last part of the path of the requests since the last call. */
  sent(): string[];
  /** Creates what is declared, checked as the engine checks it. */
  create(values?: Properties): Promise<{ id: string; inputs: Properties; outputs: Properties }>;
  /** Ends the process, and checks that the tenant is empty. */
  stop(): Promise<void>;
}

export interface TenantHostOptions {
  emulator?: EmulatorOptions;
  config?: Properties;
  env?: Record<string, string>;
  deadlineMs?: number;
}

export async function startTenantHost(options: TenantHostOptions = {}): Promise<TenantHost> {
  const emulator = createEmulator(options.emulator);
  const listener: Listener = await emulator.listen();
  const host = await startDynamicHost({ env: options.env, deadlineMs: options.deadlineMs ?? 10_000 });
  await host.configure({
    "connectedorgs:graphEndpoint": listener.url,
    "connectedorgs:authorityHost": listener.url,
    "connectedorgs:accessToken": "token-that-must-not-be-seen",
    "connectedorgs:timeoutSeconds": "8",
    ...options.config,
  });
  return {
    host,
    emulator,
    sent() {
      const requests = emulator.requests.map(({ method }) => method);
      emulator.clearRequests();
      return requests;
    },
    async create(values = declared) {
      const { inputs, failures } = await host.check({}, values);
      assert.deepEqual(failures, []);
      const { id, properties } = await host.create(inputs);
      return { id, inputs, outputs: properties };
    },
    async stop() {
      await host.stop();
      await listener.close();
      assert.deepEqual(emulator.portal.list(), []);
    },
  };
}

export async function failureOf(call: Promise<unknown>): Promise<HostError> {
  const error: unknown = await call.then(
    (value) => assert.fail(`Expected a failure, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert(error instanceof HostError, String(error));
  return error;
}

/** Where a value that the host's protocol cannot carry faithfully is found. */
export function unfit(value: unknown, path = ""): string[] {
  if (value === undefined) return [`${path} is undefined`];
  if (value === null) return [`${path} is null`];
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => unfit(item, `${path}.${key}`));
}
