/**
 * An emulated tenant behind TLS with the places where pipelines and machines get their tokens, and the provider's own
 * process, which trusts the tenant's certificate from its start: Node reads NODE_EXTRA_CA_CERTS only then.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator, type Switches } from "../../emulator";
import { type DynamicHost, type Properties, startDynamicHost } from "../../harness/host/dynamic-host";
import { HostError } from "../../harness/host/host-error";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { shim } from "../../sdk/shim";
import { makeAuthority, makeServerCertificate } from "./certificate";
import { type Issuer, startIssuer } from "./issuer";

export const tenantId = "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91";
export const clientId = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";
export const federated = { issuer: "https://issuer.example", subject: "repo:contoso/partners:ref:refs/heads/main" };
export const app = { CONNECTEDORGS_TENANT_ID: tenantId, CONNECTEDORGS_CLIENT_ID: clientId };
export const secret = "emulator-secret";
const ownSecrets = [{ value: secret }, { value: "expired-emulator-secret", expires: "2020-01-01T00:00:00Z" }];
export const machineToken = "token-of-the-machine";

const wingtip = { type: "azureActiveDirectoryTenant", tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48" };
const id = "6f1c2a90-4d3b-4c5e-8a71-0b9d8e7f6a52";

export const signsIn = `POST /${tenantId}/oauth2/v2.0/token`;
export const discovers = `GET /${tenantId}/v2.0/.well-known/openid-configuration`;
export const reads = `GET /v1.0/identityGovernance/entitlementManagement/connectedOrganizations/${id}`;

/** What the state holds of the one organization that is there. */
export const state: Properties = {
  displayName: "Wingtip Toys",
  description: "",
  state: "configured",
  identitySources: [wingtip],
  resolvedIdentitySources: [wingtip],
  adoptExisting: false,
  __schemaVersion: 1,
  __resolutions: {},
  __provider: shim,
};

export interface Tenant {
  readonly emulator: Emulator;
  readonly url: string;
  readonly issuer: Issuer;
  /** For the files that settings name. */
  readonly folder: string;
  /** The file with the authority that the tenant's certificate is signed by. */
  readonly trusted: string;
  /** Writes a file into the folder and returns its path. */
  write(name: string, text: string): string;
  /** The requests since the last call, each as its method and path. */
  sent(): string[];
  /** The forms of the token requests since the last call of `sent`. */
  tokenForms(): Record<string, string>[];
  close(): Promise<void>;
}

export interface TenantOptions {
  clock?: () => number;
  secrets?: { value: string; expires?: string }[];
}

export async function startTenant(
  switches: Partial<Switches> = {},
  { clock = Date.now, secrets = ownSecrets }: TenantOptions = {},
): Promise<Tenant> {
  const folder = temporaryFolder("credentials");
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const authority = makeAuthority("connectedorgs test authority");
  const server = makeServerCertificate(authority);
  const tls = { cert: server.certificate, key: server.key.export({ type: "pkcs8", format: "pem" }) };
  const trusted = write("authority.pem", authority.certificate);
  const emulator = createEmulator({
    clock,
    switches: { acceptedTokens: "issued", ...switches },
    seed: {
      organizations: [
        {
          id,
          displayName: "Wingtip Toys",
          identitySources: [{ "@odata.type": wingtip.type, tenantId: wingtip.tenantId }],
        },
      ],
      tokens: [machineToken],
      apps: [
        {
          clientId,
          secrets,
          federatedCredentials: [federated],
        },
      ],
    },
  });
  const listener = await emulator.listen({ tls });
  const issuer = await startIssuer(tls);
  return {
    emulator,
    url: listener.url,
    issuer,
    folder,
    trusted,
    write,
    sent() {
      // The library adds an id of its own to the token's address.
      const sent = emulator.requests.map(({ method, path }) => `${method} ${path.replace(/\/token\?.*/, "/token")}`);
      emulator.clearRequests();
      return sent;
    },
    tokenForms: () =>
      emulator.requests
        .filter(({ path }) => /\/token(\?|$)/.test(path))
        .map(({ body }) => Object.fromEntries(new URLSearchParams(String(body)))),
    async close() {
      await listener.close();
      await issuer.close();
    },
  };
}

/**
 * Runs the provider's process in an environment, with the credential library's highest log level, and ends it. Nothing
 * that the process printed may hold a secret or a token.
 */
export async function withProvider<T>(
  tenant: Tenant,
  env: Readonly<Record<string, string>>,
  work: (host: DynamicHost) => Promise<T>,
): Promise<T> {
  const host = await startDynamicHost({
    env: {
      NODE_EXTRA_CA_CERTS: tenant.trusted,
      CONNECTEDORGS_GRAPH_ENDPOINT: tenant.url,
      CONNECTEDORGS_AUTHORITY_HOST: tenant.url,
      CONNECTEDORGS_TIMEOUT_SECONDS: "20",
      AZURE_LOG_LEVEL: "verbose",
      ...env,
    },
    deadlineMs: 30_000,
  });
  try {
    await host.configure();
    return await work(host);
  } finally {
    await host.stop();
    const { stdout, stderr } = host.output();
    assert.deepEqual(leaked(`${stdout}${stderr}`, env), []);
  }
}

/** Signatures of the tokens that the emulator and the issuer's double make, and what no output may hold either. */
const signs = [".emulated", ".signature", "PRIVATE KEY", "client_secret=", machineToken];

function leaked(output: string, env: Readonly<Record<string, string>>): string[] {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    /(SECRET|PASSWORD|TOKEN|HEADER)$/.test(name) ? [value] : [],
  );
  return [...signs, ...secrets].filter((text) => output.includes(text));
}

/** Reads the organization; its name shows that it was read. */
export async function read(host: DynamicHost): Promise<string> {
  const { properties } = await host.read(id, state);
  return String(properties["displayName"]);
}

/** The sentence after what was being done. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => assert.fail("nothing was refused"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof HostError, String(error));
  const doing = `reading connected organization "Wingtip Toys" (${id}): `;
  assert.equal(error.message.slice(0, doing.length), doing);
  return error.message.slice(doing.length);
}

/** What Entra's answers hold besides the text: ids and the time. */
export function withoutIds(text: string): string {
  return text.replace(
    /Trace ID: \S+ Correlation ID: \S+ Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/,
    "Trace ID: … Correlation ID: … Timestamp: …",
  );
}

/** The parts of a token that a person can read; the signature is the caller's to check. */
export function partsOf(token: string): { header: Properties; claims: Properties } {
  const [header, claims] = token
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as Properties);
  return { header: header ?? {}, claims: claims ?? {} };
}
