/** An emulated tenant behind TLS, beside the places where pipelines and machines get their tokens. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator, type SeedInput, type Switches } from "../../emulator";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { makeAuthority, makeServerCertificate } from "./certificate";
import { type Issuer, startIssuer } from "./server";
import { clientId, federated, machineToken, secret } from "./sign-in";

/** What state holds of the one organization that is there. */
export const wingtip = {
  id: "6f1c2a90-4d3b-4c5e-8a71-0b9d8e7f6a52",
  displayName: "Wingtip Toys",
  source: { type: "azureActiveDirectoryTenant", tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48" },
};

export interface Tenant {
  readonly emulator: Emulator;
  readonly url: string;
  readonly issuer: Issuer;
  /** For the files that settings name. */
  readonly folder: string;
  /** The certificate of the authority that signed the tenant's. */
  readonly trusted: string;
  /** Leads a process to this tenant. Node reads NODE_EXTRA_CA_CERTS only when it starts. */
  readonly env: Record<string, string>;
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
  certificates?: string[];
  /** Instead of the one organization, the one app and the machine's token. */
  seed?: SeedInput;
}

const ownSecrets = [{ value: secret }, { value: "expired-emulator-secret", expires: "2020-01-01T00:00:00Z" }];
const { type, ...properties } = wingtip.source;
const organization = {
  id: wingtip.id,
  displayName: "Wingtip Toys",
  identitySources: [{ "@odata.type": type, ...properties }],
};

export async function startTenant(
  switches: Partial<Switches> = {},
  { clock = Date.now, secrets = ownSecrets, certificates = [], seed = {} }: TenantOptions = {},
): Promise<Tenant> {
  const folder = temporaryFolder("tenant");
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const authority = makeAuthority("connectedorgs test authority");
  const trusted = write("authority.pem", authority.certificate);
  const server = makeServerCertificate(authority);
  const tls = { cert: server.certificate, key: server.key.export({ type: "pkcs8", format: "pem" }) };
  const apps = [{ clientId, secrets, certificates, federatedCredentials: [federated] }];
  const emulator = createEmulator({
    clock,
    logSecrets: true,
    switches: { acceptedTokens: "issued", ...switches },
    seed: { organizations: [organization], tokens: [machineToken], apps, ...seed },
  });
  const listener = await emulator.listen({ tls });
  const { url } = listener;
  const issuer = await startIssuer(tls);
  return {
    emulator,
    url,
    issuer,
    folder,
    trusted,
    env: { NODE_EXTRA_CA_CERTS: trusted, CONNECTEDORGS_GRAPH_ENDPOINT: url, CONNECTEDORGS_AUTHORITY_HOST: url },
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
      await Promise.all([listener.close(), issuer.close()]);
    },
  };
}
