/** The sign-in method that the settings describe: exactly one, complete, and named in errors. */

import { guid } from "../organization/text-rule";
import { invalidSetting, isOn, missingSetting, type SettingName, type SettingValues } from "./setting-value";

interface App {
  readonly tenantId: string;
  readonly clientId: string;
}

/** The source of the token that another identity provider issues for the app. */
export type Assertion =
  | { readonly token: string }
  | { readonly file: string }
  | { readonly requestUrl: string; readonly requestToken: string; readonly serviceConnectionId: string | undefined };

export type Credential =
  | { readonly method: "accessToken"; readonly accessToken: string }
  | ({ readonly method: "clientCertificate"; readonly path: string; readonly password: string | undefined } & App)
  | ({ readonly method: "clientSecret"; readonly clientSecret: string } & App)
  | ({ readonly method: "federatedToken"; readonly assertion: Assertion } & App)
  | { readonly method: "managedIdentity"; readonly clientId: string | undefined }
  | { readonly method: "azureCli"; readonly tenantId: string | undefined };

/**
 * The first of: access token, certificate, secret, federated token, managed identity, Azure CLI. Returns undefined if none
 * is configured.
 *
 * @throws UserError for a half-filled method, which names the missing key
 */
export function chooseCredential(values: SettingValues): Credential | undefined {
  const { accessToken, clientCertificatePath, clientCertificatePassword, clientSecret, clientId, tenantId } = values;
  if (accessToken) return { method: "accessToken", accessToken };
  refuseContents(values, "clientCertificatePath");
  refuseContents(values, "oidcTokenFilePath");
  if (clientCertificatePath) {
    const app = appOf(values, "clientCertificatePath");
    return { method: "clientCertificate", ...app, path: clientCertificatePath, password: clientCertificatePassword };
  }
  if (clientCertificatePassword) throw missingSetting("clientCertificatePassword", "clientCertificatePath");
  if (clientSecret) return { method: "clientSecret", ...appOf(values, "clientSecret"), clientSecret };
  const assertion = assertionOf(values);
  if (assertion) return { method: "federatedToken", ...appOf(values, assertion.given), assertion: assertion.source };
  if (isOn(values, "useMsi")) return { method: "managedIdentity", clientId };
  if (isOn(values, "useCli")) return { method: "azureCli", tenantId };
  return undefined;
}

/** Every pipeline job has a request URL, so that counts only with `useOidc`; a token or its file is enough by itself. */
function assertionOf(values: SettingValues): { given: SettingName; source: Assertion } | undefined {
  const { oidcToken, oidcTokenFilePath, oidcRequestUrl, oidcRequestToken, oidcServiceConnectionId } = values;
  if (values.useOidc !== undefined && !isOn(values, "useOidc")) return undefined;
  if (oidcToken) return { given: "oidcToken", source: { token: oidcToken } };
  if (oidcTokenFilePath) return { given: "oidcTokenFilePath", source: { file: oidcTokenFilePath } };
  if (!isOn(values, "useOidc")) return undefined;
  if (!oidcRequestUrl) throw missingSetting("useOidc", "oidcRequestUrl");
  if (!oidcRequestToken) throw missingSetting("useOidc", "oidcRequestToken");
  if (!/^https:/i.test(oidcRequestUrl) || !URL.canParse(oidcRequestUrl))
    throw invalidSetting("oidcRequestUrl", "(not shown, as it may hold a token)", "It must be an https URL.");
  // Azure Pipelines issues a token for one service connection only.
  if (/\/oidctoken$/i.test(new URL(oidcRequestUrl).pathname) && !oidcServiceConnectionId) {
    throw missingSetting("useOidc", "oidcServiceConnectionId");
  }
  const source = {
    requestUrl: oidcRequestUrl,
    requestToken: oidcRequestToken,
    serviceConnectionId: oidcServiceConnectionId,
  };
  return { given: "useOidc", source };
}

/** A key or token given instead of the path of its file would appear in the error about the missing file. */
function refuseContents(values: SettingValues, name: SettingName): void {
  if (!/-----BEGIN|^eyJ[\w-]+\.[\w-]+\.|\n/.test(values[name] ?? "")) return;
  throw invalidSetting(name, "(not shown, as it may be a secret)", "It must be the path of a file, not its contents.");
}

function appOf({ tenantId, clientId }: SettingValues, given: SettingName): App {
  if (!tenantId) throw missingSetting(given, "tenantId");
  if (!clientId) throw missingSetting(given, "clientId");
  const isTenant = guid.normalize(tenantId) !== undefined || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(tenantId);
  if (!isTenant) throw invalidSetting("tenantId", tenantId, "It must be the tenant's GUID or one of its domains.");
  if (!guid.normalize(clientId)) throw invalidSetting("clientId", clientId, `${guid.expected}.`);
  return { tenantId, clientId };
}

/** The caller's sign-in, for messages; never contains a secret. */
export function describeCredential(credential: Credential): string {
  switch (credential.method) {
    case "accessToken":
      return "the given access token";
    case "clientCertificate":
      return `the certificate of app ${credential.clientId} in tenant ${credential.tenantId}`;
    case "clientSecret":
      return `the client secret of app ${credential.clientId} in tenant ${credential.tenantId}`;
    case "federatedToken":
      return `the federated token of app ${credential.clientId} in tenant ${credential.tenantId}`;
    case "managedIdentity":
      return credential.clientId ? `the managed identity ${credential.clientId}` : "the managed identity";
    case "azureCli":
      return `the Azure CLI's sign-in${credential.tenantId ? ` in tenant ${credential.tenantId}` : ""}`;
  }
}
