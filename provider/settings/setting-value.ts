/** The settings as text, and the rules for single ones. */
import { UserError } from "../errors";
import { mustBe, oneOf, refusal } from "../organization/text-rule";

export interface Setting {
  /** Other environment variables, in order, that hold the value. */
  readonly variables?: readonly string[];
  /** Whether the azuread provider has a setting of the same name and meaning. */
  readonly azuread?: true;
  /** Whether it is part of the identity: of tenant, app or credential. */
  readonly identity?: true;
  /** Never in clear in state. */
  readonly secret?: true;
}

/** Every setting with its other sources; `ProviderSettings` in `shape.ts` describes each. */
export const settingNames = {
  tenantId: { variables: ["ARM_TENANT_ID", "AZURE_TENANT_ID"], azuread: true, identity: true },
  clientId: { variables: ["ARM_CLIENT_ID", "AZURE_CLIENT_ID"], azuread: true, identity: true },
  clientSecret: {
    variables: ["ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"],
    azuread: true,
    identity: true,
    secret: true,
  },
  clientSecretVariable: { identity: true },
  clientCertificatePath: {
    variables: ["ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"],
    azuread: true,
    identity: true,
  },
  clientCertificatePassword: {
    variables: ["ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"],
    azuread: true,
    identity: true,
    secret: true,
  },
  clientCertificatePasswordVariable: { identity: true },
  useOidc: { variables: ["ARM_USE_OIDC"], azuread: true, identity: true },
  oidcToken: { variables: ["ARM_OIDC_TOKEN"], azuread: true, identity: true, secret: true },
  oidcTokenVariable: { identity: true },
  oidcTokenFilePath: {
    variables: ["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"],
    azuread: true,
    identity: true,
  },
  oidcRequestUrl: {
    variables: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
    azuread: true,
    identity: true,
  },
  oidcRequestToken: {
    variables: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
    azuread: true,
    identity: true,
    secret: true,
  },
  oidcServiceConnectionId: {
    variables: [
      "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
      "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
      "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    ],
    identity: true,
  },
  useMsi: { variables: ["ARM_USE_MSI"], azuread: true, identity: true },
  useCli: { variables: ["ARM_USE_CLI"], azuread: true, identity: true },
  accessToken: { identity: true, secret: true },
  accessTokenVariable: { identity: true },
  environment: { variables: ["ARM_ENVIRONMENT"], azuread: true },
  graphEndpoint: {},
  authorityHost: { variables: ["AZURE_AUTHORITY_HOST"] },
  apiVersion: {},
  timeoutSeconds: {},
  maxConcurrency: {},
  previewChecks: {},
  protectInUse: {},
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
export const secretNames = names.filter((name) => "secret" in settingNames[name]);
const cloudNames: readonly SettingName[] = ["environment", "graphEndpoint", "authorityHost"];

/** The values by the place that gives them, the most specific place first. */
export function collectSettings(sources: SettingSources): readonly SettingValues[] {
  const { environment, config } = sources;
  if (config(explicitKey) !== "true") return settled(surroundings(sources), environment);
  const given = names.filter((name) => config(`connectedorgs:${name}`) !== undefined);
  const empty = given.find((name) => !present(config(`connectedorgs:${name}`)));
  if (empty) throw new UserError(`The argument ${empty} of the explicit provider is empty.`, emptyRemedy);
  const own = pick((name) => config(`connectedorgs:${name}`));
  const isOutside = mayComeFromOutside(own);
  const outside = surroundings(sources).map((place) => pick((name) => (isOutside(name) ? place[name] : undefined)));
  return settled([own, ...outside], environment);
}

/** Without a password that other tools share and that belongs to no certificate. */
function settled(places: readonly SettingValues[], environment: SettingSources["environment"]): SettingValues[] {
  const isLone = merge(places).clientCertificatePath === undefined;
  return places.map((place, index) => {
    const { clientCertificatePassword: _, ...others } = place;
    const isShared = index >= places.length - sharedPlaces;
    return fromVariables(isLone && isShared ? others : place, merge(places.slice(0, index)), environment);
  });
}

export const emptyRemedy = "Give it a value, or leave it out.";

/** For each setting the value of the most specific place. */
export function merge(places: readonly SettingValues[]): SettingValues {
  return Object.assign({}, ...places.toReversed());
}

/** The last ones, which hold what is meant for other tools. */
const sharedPlaces = 3;

function surroundings({ environment, config }: SettingSources): SettingValues[] {
  const variable = (name: SettingName, isArm: boolean) => {
    const { variables = [] }: Setting = settingNames[name];
    return variables.filter((each) => each.startsWith("ARM_") === isArm).map((each) => environment[each]);
  };
  const azuread = (name: SettingName) => ("azuread" in settingNames[name] ? config(`azuread:${name}`) : undefined);
  return [
    pick((name) => environment[variableOf(name)]),
    pick((name) => config(`connectedorgs:${name}`)),
    pick((name) => variable(name, true).find(present)),
    pick((name) => variable(name, false).find(present)),
    pick(azuread),
  ];
}

/**
 * Every host process inherits the same environment, so it must not redirect an explicit provider: with a tenant, app or
 * credential of its own nothing of its identity and cloud is looked for elsewhere; with a cloud of its own, neither the
 * rest of the cloud nor a ready token, which is some tenant's.
 */
function mayComeFromOutside(own: SettingValues): (name: SettingName) => boolean {
  const given = Object.keys(own) as SettingName[];
  const isCloud = (name: SettingName) => cloudNames.includes(name);
  const isIdentity = (name: SettingName) => "identity" in settingNames[name];
  // Where a job's token is issued is up to the job, and chooses neither tenant nor app.
  const isIssuer = (name: SettingName) => own.useOidc !== undefined && name.startsWith("oidc");
  if (given.some(isIdentity)) return (name) => isIssuer(name) || !(isCloud(name) || isIdentity(name));
  if (given.some(isCloud)) return (name) => !isCloud(name) && !name.startsWith("accessToken");
  return () => true;
}

/**
 * A setting that names an environment variable stands for the variable's value, which Pulumi then never sees.
 *
 * @param before what more specific places give
 */
function fromVariables(
  place: SettingValues,
  before: SettingValues,
  environment: SettingSources["environment"],
): SettingValues {
  return pick((name) => {
    const naming = `${name}Variable` as SettingName;
    const variable = place[naming];
    if (variable === undefined) return place[name];
    if (place[name] !== undefined) throw new UserError(`Only one of ${name} or ${naming} can be provided.`);
    const value = Object.hasOwn(environment, variable) ? present(environment[variable]) : undefined;
    if (value !== undefined) return value;
    if (before[name] !== undefined || before[naming] !== undefined) return undefined;
    const rule = "the name of an environment variable that is set";
    if (/^[A-Z_][A-Z0-9_]*$/.test(variable)) throw invalidSetting(naming, mustBe(rule, variable));
    throw invalidSetting(naming, `must be ${rule}. It is not shown, as it may be a secret.`);
  });
}

function pick(value: (name: SettingName) => string | undefined): SettingValues {
  const values = names.map((name) => [name, present(value(name))] as const);
  return Object.fromEntries(values.filter(([, text]) => text !== undefined));
}

function present(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}

/** Whether the value is a key or a token in the place of its file's path. */
export function holdsContents(name: SettingName, value: string): boolean {
  return name.endsWith("Path") && /-----BEGIN|^eyJ[\w-]+\.[\w-]+\.|\n/.test(value);
}

export function missingSetting(given: SettingName, name: SettingName): UserError {
  return new UserError(
    `The setting ${given} is given, but ${name} is missing.`,
    `Set ${variableOf(name)} or the stack configuration connectedorgs:${name}; with an explicit provider, its argument ${name}.`,
  );
}

/** @param refusal goes on after the setting's name */
export function invalidSetting(name: SettingName, refusal: string, remedy?: string): UserError {
  return new UserError(`The setting ${name} ${refusal}`, remedy);
}

/** Without the value, which may be a secret. */
export const contentsRefusal = "must be the path of a file, not its contents.";

export function chooseMember<Member extends string>(
  values: SettingValues,
  name: SettingName,
  members: readonly Member[],
  fallback: NoInfer<Member>,
): Member {
  const value: string = values[name] ?? fallback;
  const member = members.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
  if (member !== undefined) return member;
  throw invalidSetting(name, refusal(value, oneOf(members)));
}

export function isOn(values: SettingValues, name: SettingName): boolean {
  const value = chooseMember(values, name, ["true", "false", "1", "0"], "false");
  return value === "true" || value === "1";
}
