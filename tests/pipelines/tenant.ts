/**
 * A tenant behind TLS with two apps that hold no secret: the reader trusts pull requests and the main branch, the writer
 * the main branch only. Beside it stands what issues tokens to the jobs of both services.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { makeAuthority, makeServerCertificate } from "../credentials/certificate";
import { type Issuer, issueJwt, startIssuer } from "../credentials/issuer";

export const tenantId = "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91";
export const reader = "8d2f6b93-4a1c-4e75-b0d8-5c9e7f1a3b62";
export const writer = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";

/** What a job's token says of it. */
export interface Subject {
  readonly issuer: string;
  readonly subject: string;
}

export interface PipelineTenant {
  readonly emulator: Emulator;
  readonly issuer: Issuer;
  /** What leads a machine to this tenant instead of the real one. */
  readonly env: Record<string, string>;
  /** The next tokens are for this job. */
  issueTo(subject: Subject): void;
  /** The apps that signed in since the last call, each once. */
  signedIn(): string[];
  close(): Promise<void>;
}

export async function startPipelineTenant(readers: Subject[], writers: Subject[]): Promise<PipelineTenant> {
  const authority = makeAuthority("connectedorgs pipeline authority");
  const server = makeServerCertificate(authority);
  const tls = { cert: server.certificate, key: server.key.export({ type: "pkcs8", format: "pem" }) };
  const trusted = join(temporaryFolder("pipeline-tenant"), "authority.pem");
  writeFileSync(trusted, authority.certificate);
  const apps = [
    { clientId: reader, federatedCredentials: readers },
    { clientId: writer, federatedCredentials: writers },
  ];
  const emulator = createEmulator({ switches: { acceptedTokens: "issued" }, seed: { apps } });
  const listener = await emulator.listen({ tls });
  const issuer = await startIssuer(tls);
  return {
    emulator,
    issuer,
    env: {
      NODE_EXTRA_CA_CERTS: trusted,
      CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
      CONNECTEDORGS_AUTHORITY_HOST: listener.url,
      CONNECTEDORGS_TIMEOUT_SECONDS: "30",
    },
    issueTo({ issuer: iss, subject: sub }) {
      const token = issueJwt({ iss, sub });
      issuer.answerWith({ status: 200, body: { value: token, oidcToken: token } });
    },
    signedIn() {
      const forms = emulator.requests.filter(({ path }) => /\/token(\?|$)/.test(path));
      emulator.clearRequests();
      return [...new Set(forms.map(({ body }) => new URLSearchParams(String(body)).get("client_id") ?? ""))];
    },
    async close() {
      await listener.close();
      await issuer.close();
    },
  };
}
