/** Tokens: the settings choose one method of signing in, errors name it, and one token is requested at a time. */
import { constants, open } from "node:fs/promises";
import type { AccessToken, TokenCredential } from "@azure/identity";
import { type Clock, unlessAborted } from "../clock";
import { oneLine, quote, UserError } from "../errors";
import { asRecord, parseJson } from "../json";
import { guid, mustBe } from "../organization/text-rule";
import { keepSecret } from "../redact";
import { type Assertion, type Credential, describeCredential } from "../settings/credential";
import type { Settings } from "../settings/settings";
import { waits } from "../waits";
import { checkProxy, proxied } from "./proxied";

export interface TokenSource {
  /** How the caller signs in, for error messages; never a secret. */
  readonly description: string;
  get(): Promise<string>;
  /** The tenant that issued the last token, if the token says so. */
  tenantId(): string | undefined;
  /** Forgets a token that Graph refused. @returns false if there is no way to get another one */
  renew(refused: string): boolean;
}

export function openTokenSource(settings: Settings, clock: Clock): TokenSource {
  const { credential } = settings;
  if (!credential) return withoutCredential;
  const description = describeCredential(credential);
  if (credential.method === "accessToken") {
    const { accessToken } = credential;
    const tenantId = issuingTenant(accessToken);
    const get = async () => {
      refuseForeignToken(settings, description, tenantId);
      return accessToken;
    };
    return { description, get, tenantId: () => tenantId, renew: () => false };
  }
  const scope = `${settings.graphRoot}/.default`;
  const source = renewedToken(description, clock, scope, () => openCredential(credential, settings.authorityHost));
  const get = async () => {
    const token = await source.get();
    refuseForeignToken(settings, description, source.tenantId());
    return token;
  };
  return { ...source, get };
}

/** A token of another tenant than the configured one would act in that one. */
function refuseForeignToken({ tenantId }: Settings, description: string, actual: string | undefined): void {
  if (tenantId === undefined || actual === undefined || tenantId === actual) return;
  throw new UserError(
    `The token of ${description} belongs to tenant ${actual}, but the setting tenantId is ${tenantId}.`,
    "Sign in to that tenant, or correct the setting tenantId.",
  );
}

/** What to do without a credential. */
export const waysToSignIn =
  "Set CONNECTEDORGS_TENANT_ID, CONNECTEDORGS_CLIENT_ID and CONNECTEDORGS_CLIENT_SECRET (an explicit provider: the arguments of these names), or choose another way to sign in: docs/configuration.md.";
const whatIsSet = '"npx connectedorgs doctor" shows what is set.';

const withoutCredential: TokenSource = {
  description: "no credential",
  get: async () => {
    throw new UserError("No credential is configured.", `${waysToSignIn} ${whatIsSet}`);
  },
  tenantId: () => undefined,
  renew: () => false,
};

/** The claim `tid` of a token that is a JWT: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
function issuingTenant(token: string): string | undefined {
  const { tid } = asRecord(payloadOf(token));
  return typeof tid === "string" ? guid.normalize(tid) : undefined;
}

/** The claims of a token, if it is a JWT. */
export function payloadOf(token: string): unknown {
  return parseJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

function openCredential(
  credential: Exclude<Credential, { method: "accessToken" }>,
  authorityHost: string,
): TokenCredential {
  // The library sends the secret to a host of this name: https://learn.microsoft.com/entra/msal/dotnet/acquiring-tokens/msal-net-regional-adoption
  const region = process.env["AZURE_REGIONAL_AUTHORITY_NAME"] ?? "";
  if (!/^[a-z0-9]*$/i.test(region)) {
    const rule = mustBe("the name of an Azure region such as westeurope", region);
    throw new UserError(`The variable AZURE_REGIONAL_AUTHORITY_NAME ${rule}`, "Correct or unset it.");
  }
  checkProxy();
  // Load it only when a token is needed: it takes longer to load than the rest of the provider.
  const identity = require("@azure/identity") as typeof import("@azure/identity");
  // The authority is configured, so there is no need to ask Microsoft whether it is known.
  const options = { authorityHost, disableInstanceDiscovery: true };
  switch (credential.method) {
    case "clientSecret":
      return new identity.ClientSecretCredential(
        credential.tenantId,
        credential.clientId,
        credential.clientSecret,
        options,
      );
    case "clientCertificate": {
      const { tenantId, clientId, path, password } = credential;
      const certificate = { certificatePath: path, ...(password && { certificatePassword: password }) };
      return new identity.ClientCertificateCredential(tenantId, clientId, certificate, options);
    }
    case "federatedToken": {
      const { tenantId, clientId, assertion } = credential;
      const getToken = async () => {
        const token = await getAssertion(assertion);
        keepSecret(token);
        return token;
      };
      return new identity.ClientAssertionCredential(tenantId, clientId, getToken, options);
    }
    case "managedIdentity":
      return new identity.ManagedIdentityCredential(credential.clientId ? { clientId: credential.clientId } : {});
    case "azureCli":
      return new identity.AzureCliCredential(credential.tenantId ? { tenantId: credential.tenantId } : {});
  }
}

/** The audience that Entra expects in a federated token: https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
const audience = "api://AzureADTokenExchange";

async function getAssertion(assertion: Assertion): Promise<string> {
  if ("token" in assertion) return assertion.token;
  if ("file" in assertion) return await readTokenFile(assertion.file);
  const { requestUrl, requestToken, serviceConnectionId } = assertion;
  if (/[^\x21-\x7e]/.test(requestToken)) throw new Error("oidcRequestToken contains characters that no token can have");
  const url = new URL(requestUrl);
  const isPipelines = serviceConnectionId !== undefined;
  if (isPipelines) url.searchParams.set("api-version", "7.1");
  if (isPipelines) url.searchParams.set("serviceConnectionId", serviceConnectionId);
  else url.searchParams.set("audience", audience);
  const response = await proxied(url, {
    method: isPipelines ? "POST" : "GET",
    headers: {
      Authorization: `Bearer ${requestToken}`,
      Accept: "application/json",
      "Content-Type": "application/json",
    },
    redirect: "error",
    signal: AbortSignal.timeout(waits.signIn),
  }).catch((error: Error & { cause?: NodeJS.ErrnoException }) => {
    throw new Error(
      `${url.origin} could not be asked for a token: ${error.cause?.code ?? error.cause?.message ?? error.message}`,
    );
  });
  const body = asRecord(await response.json().catch(() => undefined));
  const token = body[isPipelines ? "oidcToken" : "value"];
  if (response.ok && typeof token === "string" && token !== "") return token;
  throw new Error(`${url.origin} answered ${response.status} without a token`);
}

/** A named pipe would keep the process for ever, and no token is as long as 64 KiB. */
async function readTokenFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (found.isFile() && found.size <= 65_536) return (await file.readFile("utf8")).trim();
    throw new Error(`oidcTokenFilePath ${quote(path)} is not a regular file of at most 64 KiB`);
  } finally {
    await file.close();
  }
}

function renewedToken(description: string, clock: Clock, scope: string, open: () => TokenCredential): TokenSource {
  let credential: TokenCredential | undefined;
  let current: Promise<AccessToken> | undefined;
  let known: (AccessToken & { readonly tenantId: string | undefined }) | undefined;

  async function fetchToken(): Promise<AccessToken> {
    credential ??= open();
    const token = await unlessAborted(credential.getToken(scope), clock.timeout(waits.signIn)).catch((error: Error) => {
      // The library cannot abort every kind of request, so drop the credential along with a request that hangs.
      credential = undefined;
      throw error.name === "TimeoutError" ? new Error(`there was no answer within ${waits.signIn / 1000} s`) : error;
    });
    if (!token) throw new Error("no token was issued");
    keepSecret(token.token);
    known = { ...token, tenantId: issuingTenant(token.token) };
    return token;
  }

  return {
    description,
    async get() {
      if (known && known.expiresOnTimestamp - clock.now() < waits.tokenMargin) current = known = undefined;
      current ??= fetchToken();
      try {
        return (await current).token;
      } catch (error) {
        current = undefined;
        throw signInError(description, error);
      }
    },
    tenantId: () => known?.tenantId,
    renew(refused) {
      // The credential caches tokens, so drop it too.
      if (known?.token === refused) current = known = credential = undefined;
      return true;
    },
  };
}

/** Remedies by Entra's error codes and the credential library's wording: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const remedies: Readonly<Record<string, string>> = {
  AADSTS7000215: "The client secret is wrong: use the secret's value, not its id.",
  AADSTS7000222:
    "The client secret has expired: create a new one and set it in the environment, which refresh and destroy read as well.",
  AADSTS700016: "The app does not exist in this tenant: check clientId and tenantId.",
  AADSTS90002: "The tenant does not exist in this cloud: check tenantId and environment.",
  AADSTS900382: "The credential is for another cloud: check environment.",
  AADSTS700027: "The certificate is not one of the app's: upload it to the app registration, or renew it.",
  AADSTS700211: "The app has no federated credential for this token: check its issuer, subject and audience.",
  AADSTS700212: "The app has no federated credential for this token: check its issuer, subject and audience.",
  AADSTS700213: "The app has no federated credential for this token: check its issuer, subject and audience.",
  AADSTS70021: "The app has no federated credential for this token: check its issuer, subject and audience.",
  AADSTS700024:
    "A federated token has expired, or this machine's clock is wrong: use oidcTokenFilePath or useOidc, which take a new token for each sign-in, or set the clock.",
  // The library looks up the tenant first and does not say why that failed.
  endpoints_resolution_error:
    "The tenant does not exist in this cloud, or its authority cannot be reached: check tenantId, environment, authorityHost and the network.",
  "must use the 'https' protocol":
    "The sign-in library takes https only: use an authority with https, or an access token.",
  "does not contain a PEM":
    "Convert it to a PEM file that holds the private key, for example with openssl pkcs12 -nodes.",
  "bad decrypt": "The private key cannot be decrypted: check clientCertificatePassword.",
  "must be an asymmetric key": "The private key cannot be read: if it is encrypted, set clientCertificatePassword.",
};

function signInError(description: string, error: unknown): Error {
  if (error instanceof UserError) return error;
  const text = error instanceof Error ? error.message : String(error);
  // The library surrounds Entra's sentence with fields that repeat it.
  const said = /AADSTS\d+: .*?(?= - Correlation ID: |$)/s.exec(text)?.[0] ?? text;
  const known = /AADSTS\d+/.exec(text)?.[0] ?? Object.keys(remedies).find((words) => text.includes(words));
  const fact = `Signing in with ${description} failed: ${oneLine(said, 600)}`;
  return new UserError(/[.!?]$/.test(fact) ? fact : `${fact}.`, known && remedies[known], error);
}
