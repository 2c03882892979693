/** A client secret whose token request goes where the other requests go: the library itself insists on https and real time. */
import { createRequire } from "node:module";

const identity = createRequire(__filename).resolve("@azure/identity");
const clientId = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";
const tenantId = "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91";

export const secret = "emulator-secret";
export const withSecret = {
  emulator: { switches: { acceptedTokens: "issued" } },
  settings: { accessToken: "", tenantId, clientId, clientSecret: secret },
} as const;

/** @returns what puts the library back */
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
      const claims = JSON.parse(Buffer.from(answer.access_token.split(".")[1] ?? "", "base64url").toString());
      return { token: answer.access_token, expiresOnTimestamp: claims.exp * 1000 };
    }
  }
  const original = require.cache[identity];
  require.cache[identity] = { exports: { ClientSecretCredential } } as NodeModule;
  return () => {
    delete require.cache[identity];
    if (original) require.cache[identity] = original;
  };
}
