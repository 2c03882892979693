/** Who signs in, with which proof, and a stand-in for the library that signs in for the provider. */
import { createRequire } from "node:module";

/** The tenant and the app of the emulator's default seed. */
export const tenantId = "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91";
export const clientId = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";
export const secret = "emulator-secret";
export const app = { CONNECTEDORGS_TENANT_ID: tenantId, CONNECTEDORGS_CLIENT_ID: clientId };
/** The pipeline that the app trusts. */
export const federated = { issuer: "https://issuer.example", subject: "repo:contoso/partners:ref:refs/heads/main" };
export const machineToken = "token-of-the-machine";

export const signsIn = `POST /${tenantId}/oauth2/v2.0/token`;
export const discovers = `GET /${tenantId}/v2.0/.well-known/openid-configuration`;

export const withSecret = {
  emulator: { switches: { acceptedTokens: "issued" } },
  settings: { accessToken: "", tenantId, clientId, clientSecret: secret },
} as const;

/** A token as a pipeline issues it. Entra checks its claims and, unlike the emulator, its signature. */
export function issueJwt(claims: Readonly<Record<string, unknown>>): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const whole = { aud: "api://AzureADTokenExchange", iat: now, exp: now + 86_400, ...claims };
  return `${encode({ typ: "JWT", alg: "RS256" })}.${encode(whole)}.signature`;
}

/** The readable parts of a token; the caller checks its signature. */
export function partsOf(token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header = {}, claims = {}] = token
    .split(".", 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>);
  return { header, claims };
}

/** Entra's text without the ids and the time in it. */
export function withoutIds(text: string): string {
  return text.replace(
    /Trace ID: \S+ Correlation ID: \S+ Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/,
    "Trace ID: … Correlation ID: … Timestamp: …",
  );
}

const identity = createRequire(__filename).resolve("@azure/identity");

/** @returns what puts the library back */
export function replaceLibrary(classes: object): () => void {
  const original = require.cache[identity];
  require.cache[identity] = { exports: classes } as NodeModule;
  return () => {
    delete require.cache[identity];
    if (original) require.cache[identity] = original;
  };
}

/** A client secret whose token request goes where the other requests go: the library itself insists on https and real time. */
export function signInThrough(send: () => typeof fetch): () => void {
  class ClientSecretCredential {
    constructor(
      readonly tenant: string,
      readonly client: string,
      readonly secret: string,
      readonly options: { authorityHost: string },
    ) {}

    async getToken(scope: string): Promise<{ token: string; expiresOnTimestamp: number }> {
      const form = { client_id: this.client, client_secret: this.secret, grant_type: "client_credentials", scope };
      const url = `${this.options.authorityHost}/${this.tenant}/oauth2/v2.0/token`;
      const response = await send()(url, { method: "POST", body: new URLSearchParams(form) });
      const answer = (await response.json()) as { access_token?: string; error_description?: string };
      if (!answer.access_token)
        throw new Error(answer.error_description ?? `The authority answered ${response.status}.`);
      const { exp } = partsOf(answer.access_token).claims;
      return { token: answer.access_token, expiresOnTimestamp: Number(exp) * 1000 };
    }
  }
  return replaceLibrary({ ClientSecretCredential });
}
