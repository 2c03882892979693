/** The sign-in method that the settings describe: exactly one, complete, and named in errors. */

import { guid, mustBe, refusal } from "../organization/text-rule";
import {
  contentsRefusal,
  holdsContents,
  invalidSetting,
  isOn,
  merge,
  missingSetting,
  type SettingName,
  type SettingValues,
} from "./setting-value";

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

/** What names each method, in the order in which the names of one place are tried. */
const naming = {
  accessToken: ["accessToken"],
  clientCertificate: ["clientCertificatePath", "clientCertificatePassword"],
  clientSecret: ["clientSecret"],
  federatedToken: ["oidcToken", "oidcTokenFilePath", "useOidc"],
  managedIdentity: ["useMsi"],
  azureCli: ["useCli"],
} as const satisfies Record<Credential["method"], readonly SettingName[]>;

/**
 * The method that the most specific place names; of several there, the first of: access token, certificate, secret,
 * federated token, managed identity, Azure CLI. Returns undefined if no place names one.
 *
 * @throws UserError for a half-filled method, which names the missing key
 */
export function chooseCredential(places: readonly SettingValues[]): Credential | undefined {
  const values = merge(places);
  const methods = Object.keys(naming) as Credential["method"][];
  const method = places.flatMap((place) => methods.filter((each) => isNamed(each, place, values)))[0];
  const { clientCertificatePath: path, clientCertificatePassword: password, clientId, tenantId } = values;
  switch (method) {
    case "accessToken":
      return { method, accessToken: values.accessToken ?? "" };
    case "clientCertificate":
      if (!path) throw missingSetting("clientCertificatePassword", "clientCertificatePath");
      requirePem(values, "clientCertificatePath");
      return { method, ...appOf(values, "clientCertificatePath"), path, password };
    case "clientSecret":
      return { method, ...appOf(values, "clientSecret"), clientSecret: values.clientSecret ?? "" };
    case "federatedToken": {
      const { given, source } = assertionOf(values);
      return { method, ...appOf(values, given), assertion: source };
    }
    case "managedIdentity":
      return { method, clientId };
    case "azureCli":
      return { method, tenantId };
    default:
      return undefined;
  }
}
/** A place names what is switched on there and not switched off in a more specific one; `useOidc` switches tokens off, too. */
function isNamed(method: Credential["method"], place: SettingValues, values: SettingValues): boolean {
  if (method === "federatedToken" && values.useOidc !== undefined && !isOn(values, "useOidc")) return false;
  return naming[method].some((name) =>
    name.startsWith("use") ? isOn(place, name) && isOn(values, name) : place[name] !== undefined,
  );
}

/** Every pipeline job has a request URL, so that counts only with `useOidc`; a token or its file is enough by itself. */
function assertionOf(values: SettingValues): { given: SettingName; source: Assertion } {
  const { oidcToken, oidcTokenFilePath, oidcRequestUrl, oidcRequestToken, oidcServiceConnectionId } = values;
  if (oidcToken) return { given: "oidcToken", source: { token: oidcToken } };
  if (oidcTokenFilePath) {
    refuseContents(values, "oidcTokenFilePath");
    return { given: "oidcTokenFilePath", source: { file: oidcTokenFilePath } };
  }
  if (!oidcRequestUrl) throw missingSetting("useOidc", "oidcRequestUrl");
  if (!oidcRequestToken) throw missingSetting("useOidc", "oidcRequestToken");
  const url = URL.canParse(oidcRequestUrl) ? new URL(oidcRequestUrl) : undefined;
  // Node's error about a URL with a user would show the password.
  if (url?.protocol !== "https:" || url.username || url.password)
    throw invalidSetting(
      "oidcRequestUrl",
      "must be an https URL without user. It is not shown, as it may hold a token.",
    );
  // Azure Pipelines issues a token for one service connection only.
  if (/\/oidctoken$/i.test(url.pathname) && !oidcServiceConnectionId) {
    throw missingSetting("useOidc", "oidcServiceConnectionId");
  }
  const source = {
    requestUrl: oidcRequestUrl,
    requestToken: oidcRequestToken,
    serviceConnectionId: oidcServiceConnectionId,
  };
  return { given: "useOidc", source };
}

/** The sign-in library reads PEM only. */
function requirePem(values: SettingValues, name: SettingName): void {
  refuseContents(values, name);
  const path = values[name] ?? "";
  if (!/\.(pfx|p12)$/i.test(path)) return;
  throw invalidSetting(name, mustBe("a PEM file", path), "Convert it with openssl pkcs12 -nodes.");
}

/** A key or token given instead of the path of its file would appear in the error about the missing file. */
function refuseContents(values: SettingValues, name: SettingName): void {
  if (!holdsContents(name, values[name] ?? "")) return;
  throw invalidSetting(name, contentsRefusal);
}

function appOf({ tenantId, clientId }: SettingValues, given: SettingName): App {
  if (!tenantId) throw missingSetting(given, "tenantId");
  if (!clientId) throw missingSetting(given, "clientId");
  const isTenant = guid.normalize(tenantId) !== undefined || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(tenantId);
  if (!isTenant) throw invalidSetting("tenantId", mustBe("the tenant's GUID or one of its domains", tenantId));
  if (!guid.normalize(clientId)) throw invalidSetting("clientId", refusal(clientId, guid));
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
