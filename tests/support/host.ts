/** The package's own provider text in the SDK's dynamic-provider process, against an emulated tenant. Needs a build. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator } from "../../emulator";
import {
  type DynamicHost,
  type DynamicHostOptions,
  type Properties,
  startDynamicHost,
} from "../../harness/host/dynamic-host";
import { HostError } from "../../harness/host/host-error";
import { type PluginHost, startPluginHost } from "../../harness/host/plugin-host";
import { shim } from "../../sdk/shim";
import { machineToken } from "./sign-in";
import { type Tenant, wingtip } from "./tenant";

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const wingtipDomain = { type: "domainIdentitySource", domainName: "wingtiptoys.com" };
export const wingtipTenant = wingtip.source;
export const fabrikamTenant = {
  type: "azureActiveDirectoryTenant",
  tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
};

/** How the engine reaches the provider. */
export interface Door<Host extends DynamicHost = DynamicHost> {
  readonly title: string;
  readonly start: (options?: DynamicHostOptions) => Promise<Host>;
  /** What the door adds to inputs and outputs. */
  readonly own: Properties;
  /** What a diff says of a change in place. */
  readonly changes: true | undefined;
}

export const dynamicDoor: Door = {
  title: "in the dynamic-provider process",
  start: startDynamicHost,
  own: { __provider: shim },
  changes: undefined,
};
export const pluginDoor: Door<PluginHost> = { title: "in the plugin", start: startPluginHost, own: {}, changes: true };
export const doors: readonly Door[] = [dynamicDoor, pluginDoor];

const wingtipToys: Properties = {
  displayName: "Wingtip Toys",
  description: "Toy supplier",
  identitySources: [wingtipDomain],
};

/** As a program declares it. */
export function declaredAt({ own }: Door): Properties {
  return { ...wingtipToys, ...own };
}

/** What check makes of it. */
export function checkedAt(door: Door): Properties {
  return { ...declaredAt(door), state: "configured", adoptExisting: false };
}

export interface TenantHost<Host extends DynamicHost = DynamicHost> {
  readonly host: Host;
  readonly emulator: Emulator;
  /** The methods of the requests since the last call. */
  sent(): string[];
  /** Creates what is declared, checked as the engine checks it. */
  create(): Promise<{ id: string; inputs: Properties; outputs: Properties }>;
  /** Ends the process. */
  end(): Promise<void>;
  /** Ends the process, and checks that the tenant is empty. */
  stop(): Promise<void>;
}

export async function startTenantHost<Host extends DynamicHost>(
  door: Door<Host>,
  config: Properties = {},
  env: Record<string, string> = {},
): Promise<TenantHost<Host>> {
  const emulator = createEmulator();
  const listener = await emulator.listen();
  const host = await door.start({ env });
  const end = async () => {
    await host.stop();
    await listener.close();
  };
  await host.configure({
    "connectedorgs:graphEndpoint": listener.url,
    "connectedorgs:authorityHost": listener.url,
    "connectedorgs:accessToken": "token-that-must-not-be-seen",
    "connectedorgs:timeoutSeconds": "8",
    ...config,
  });
  return {
    host,
    emulator,
    end,
    sent() {
      const requests = emulator.requests.map(({ method }) => method);
      emulator.clearRequests();
      return requests;
    },
    async create() {
      const { inputs, failures } = await host.check({}, declaredAt(door));
      assert.deepEqual(failures, []);
      const { id, properties } = await host.create(inputs);
      return { id, inputs, outputs: properties };
    },
    async stop() {
      await end();
      assert.deepEqual(emulator.portal.list(), []);
    },
  };
}

/** One for some work. It is ended after a failure, too: mocha would wait for it. */
export async function withTenantHost<Host extends DynamicHost>(
  door: Door<Host>,
  config: Properties,
  work: (tenant: TenantHost<Host>) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const tenant = await startTenantHost(door, config, env);
  await work(tenant).finally(tenant.end);
  assert.deepEqual(tenant.emulator.portal.list(), []);
}

/**
 * Runs the provider's process in an environment, with the credential library's highest log level, and ends it. Nothing
 * that the process printed may hold a secret or a token.
 */
export async function withProvider<T>(
  tenant: Tenant,
  env: Readonly<Record<string, string>>,
  work: (host: DynamicHost) => Promise<T>,
  door: Door = dynamicDoor,
): Promise<T> {
  const settings = { ...tenant.env, CONNECTEDORGS_TIMEOUT_SECONDS: "20", AZURE_LOG_LEVEL: "verbose", ...env };
  const host = await door.start({ env: settings, deadlineMs: 30_000 });
  try {
    await host.configure();
    return await work(host);
  } finally {
    await host.stop();
    const { stdout, stderr } = host.output();
    const secrets = Object.keys(env).filter((name) => /(SECRET|PASSWORD|TOKEN|HEADER)$/.test(name));
    const hidden = [...signs, ...secrets.map((name) => env[name] ?? "")];
    assert.deepEqual(
      hidden.filter((text) => `${stdout}${stderr}`.includes(text)),
      [],
    );
  }
}

/** Signatures of the tokens that the emulator and the issuer's double make, and what else no output may hold. */
const signs = [".emulated", ".signature", "PRIVATE KEY", "client_secret=", machineToken];

export async function failureOf(call: Promise<unknown>): Promise<HostError> {
  const error: unknown = await call.then(
    (value) => assert.fail(`Expected a failure, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof HostError, String(error));
  return error;
}

/** Where a value is that the host's protocol cannot carry faithfully. */
export function unfit(value: unknown, path = ""): string[] {
  if (value === undefined) return [`${path} is undefined`];
  if (value === null) return [`${path} is null`];
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => unfit(item, `${path}.${key}`));
}
