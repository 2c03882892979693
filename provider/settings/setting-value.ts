/** The settings as text, and the rules for single ones. */
import { quote, UserError } from "../errors";
import { nearest } from "../organization/text-rule";

interface Setting {
  /** Other environment variables, in order, that hold the value. */
  readonly variables?: readonly string[];
  /** Whether the azuread provider has a setting of the same name and meaning. */
  readonly azuread?: true;
  /** Whether an explicit provider's identity depends on it. */
  readonly credential?: true;
}

/** Every setting with its other sources; `ProviderSettings` in `shape.ts` describes each. */
export const settingNames = {
  tenantId: { variables: ["ARM_TENANT_ID", "AZURE_TENANT_ID"], azuread: true },
  clientId: { variables: ["ARM_CLIENT_ID", "AZURE_CLIENT_ID"], azuread: true },
  clientSecret: { variables: ["ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"], azuread: true, credential: true },
  clientCertificatePath: {
    variables: ["ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"],
    azuread: true,
    credential: true,
  },
  clientCertificatePassword: {
    variables: ["ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"],
    azuread: true,
    credential: true,
  },
  useOidc: { variables: ["ARM_USE_OIDC"], azuread: true, credential: true },
  oidcToken: { variables: ["ARM_OIDC_TOKEN"], azuread: true, credential: true },
  oidcTokenFilePath: {
    variables: ["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"],
    azuread: true,
    credential: true,
  },
  oidcRequestUrl: {
    variables: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
    azuread: true,
    credential: true,
  },
  oidcRequestToken: {
    variables: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
    azuread: true,
    credential: true,
  },
  oidcServiceConnectionId: {
    variables: [
      "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
      "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
      "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    ],
    credential: true,
  },
  useMsi: { variables: ["ARM_USE_MSI"], azuread: true, credential: true },
  useCli: { variables: ["ARM_USE_CLI"], azuread: true, credential: true },
  accessToken: { credential: true },
  environment: { variables: ["ARM_ENVIRONMENT"], azuread: true },
  graphEndpoint: {},
  authorityHost: { variables: ["AZURE_AUTHORITY_HOST"] },
  apiVersion: {},
  timeoutSeconds: {},
  maxConcurrency: {},
  previewChecks: {},
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingNames;

/** The given values, trimmed and not empty. */
export type SettingValues = Readonly<Partial<Record<SettingName, string>>>;

export function variableOf(name: SettingName): string {
  return `CONNECTEDORGS_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

export interface SettingSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads the stack configuration, or an explicit provider's arguments, by the full key `namespace:key`. */
  readonly config: (key: string) => string | undefined;
}

/** The key with which an explicit provider marks the `connectedorgs:*` values as its own arguments. */
const explicitKey = "connectedorgs:explicit";

const names = Object.keys(settingNames) as SettingName[];
const isCredential = (name: SettingName) => "credential" in settingNames[name];
const cloudNames: readonly SettingName[] = ["environment", "graphEndpoint", "authorityHost"];

export function collectSettings(sources: SettingSources): SettingValues {
  const { config } = sources;
  if (config(explicitKey) !== "true") return pick((name) => fromSurroundings(name, sources));
  const own = pick((name) => present(config(`connectedorgs:${name}`)));
  const bound = boundTogether(own);
  return pick((name) => own[name] ?? (bound(name) ? undefined : fromSurroundings(name, sources)));
}

/**
 * Every host process inherits the same environment, so the environment must not redirect an explicit provider. With its
 * own credential, the provider takes no part of identity or cloud from elsewhere; with its own tenant, app or cloud,
 * neither the rest of the cloud nor a ready access token, which may belong to another tenant.
 */
function boundTogether(own: SettingValues): (name: SettingName) => boolean {
  const given = Object.keys(own) as SettingName[];
  const isCloud = (name: SettingName) => cloudNames.includes(name);
  const isIdentity = (name: SettingName) => isCredential(name) || name === "tenantId" || name === "clientId";
  // The job knows where its token is issued; that selects neither tenant nor app.
  const isIssuer = (name: SettingName) => own.useOidc !== undefined && name.startsWith("oidc");
  if (given.some(isCredential)) return (name) => (isCloud(name) || isIdentity(name)) && !isIssuer(name);
  if (given.some((name) => isCloud(name) || isIdentity(name))) return (name) => isCloud(name) || name === "accessToken";
  return () => false;
}

function fromSurroundings(name: SettingName, { environment, config }: SettingSources): string | undefined {
  const { variables = [], azuread }: Setting = settingNames[name];
  const candidates = [
    environment[variableOf(name)],
    config(`connectedorgs:${name}`),
    ...variables.map((variable) => environment[variable]),
    azuread && config(`azuread:${name}`),
  ];
  return candidates.map(present).find(Boolean);
}

function pick(value: (name: SettingName) => string | undefined): SettingValues {
  return Object.fromEntries(names.flatMap((name) => (value(name) ? [[name, value(name)]] : [])));
}

function present(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}

export function missingSetting(given: SettingName, name: SettingName): UserError {
  return new UserError(
    `The setting ${given} is given, but ${name} is missing.`,
    `Set ${variableOf(name)} or the stack configuration connectedorgs:${name}; with an explicit provider, its argument ${name}.`,
  );
}

export function invalidSetting(name: SettingName, value: string, rule: string): UserError {
  return new UserError(`Invalid value for the setting ${name}: ${quote(value)}.`, rule);
}

export function chooseMember(
  values: SettingValues,
  name: SettingName,
  members: readonly string[],
  fallback: string,
): string {
  const value = values[name] ?? fallback;
  const member = members.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
  if (member !== undefined) return member;
  const meant = nearest(value, members);
  throw invalidSetting(
    name,
    value,
    `Allowed values are: ${members.join(", ")}.${meant ? ` Did you mean ${meant}?` : ""}`,
  );
}

export function isOn(values: SettingValues, name: SettingName): boolean {
  const value = chooseMember(values, name, ["true", "false", "1", "0"], "false");
  return value === "true" || value === "1";
}
