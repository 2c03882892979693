/**
 * Settings and where they come from. The first value present wins: argument of an explicit provider,
 * environment `CONNECTEDORGS_*`, stack configuration `connectedorgs:*`, `ARM_*`, `AZURE_*`, stack configuration
 * `azuread:*`.
 */
import { UserError } from "../errors";
import type { ApiVersion, Environment, ProtectInUse } from "../organization/shape";
import { guid, mustBe } from "../organization/text-rule";
import { keepSecret } from "../redact";
import { type Credential, chooseCredential } from "./credential";
import {
  chooseMember,
  collectSettings,
  invalidSetting,
  isOn,
  merge,
  type SettingName,
  type SettingSources,
  type SettingValues,
  secretNames,
} from "./setting-value";

export interface Settings {
  /** Undefined if no method is configured: an error only when a token is needed, so that a preview needs none. */
  readonly credential: Credential | undefined;
  /** The tenant that every token must be of, where it is given by its id. */
  readonly tenantId: string | undefined;
  /** Without a trailing slash. */
  readonly graphEndpoint: string;
  readonly authorityHost: string;
  /** The cloud's Graph root, for tokens and object references; in an unnamed cloud, the endpoint. */
  readonly graphRoot: string;
  readonly apiVersion: ApiVersion;
  readonly timeoutSeconds: number;
  readonly maxConcurrency: number;
  readonly previewChecks: boolean;
  readonly protectInUse: ProtectInUse;
}

/** The national clouds: https://learn.microsoft.com/graph/deployments */
const publicCloud = { graphRoot: "https://graph.microsoft.com", authorityHost: "https://login.microsoftonline.com" };
const usGovernmentL4 = { graphRoot: "https://graph.microsoft.us", authorityHost: "https://login.microsoftonline.us" };
const usGovernmentL5 = {
  graphRoot: "https://dod-graph.microsoft.us",
  authorityHost: "https://login.microsoftonline.us",
};
const china = { graphRoot: "https://microsoftgraph.chinacloudapi.cn", authorityHost: "https://login.chinacloudapi.cn" };

const clouds: Readonly<Record<Environment, typeof publicCloud>> = {
  public: publicCloud,
  global: publicCloud,
  usgovernment: usGovernmentL4,
  usgovernmentl4: usGovernmentL4,
  usgovernmentl5: usGovernmentL5,
  dod: usGovernmentL5,
  china,
};

/** @throws UserError for values that break their rule and for a half-filled credential, all at once */
export function readSettings(sources: SettingSources): Settings {
  const places = collectSettings(sources);
  for (const place of places) for (const name of secretNames) keepSecret(place[name]);
  const values = merge(places);
  const { environment, graphEndpoint, authorityHost, ...others } = readAll({
    environment: () => chooseMember(values, "environment", Object.keys(clouds) as Environment[], "public"),
    graphEndpoint: () => endpoint(values, "graphEndpoint"),
    credential: () => chooseCredential(places),
    authorityHost: () => endpoint(values, "authorityHost"),
    apiVersion: () => chooseMember<ApiVersion>(values, "apiVersion", ["v1.0", "beta"], "v1.0"),
    timeoutSeconds: () => amount(values, "timeoutSeconds", 1200, 86_400, "a number of seconds between 1 and 86400"),
    maxConcurrency: () => Math.ceil(amount(values, "maxConcurrency", 16, 256, "a number between 1 and 256")),
    previewChecks: () => isOn(values, "previewChecks"),
    protectInUse: () => chooseMember<ProtectInUse>(values, "protectInUse", ["off", "warn", "refuse"], "off"),
  });
  const cloud = clouds[environment];
  return {
    ...others,
    tenantId: guid.normalize(values.tenantId ?? ""),
    graphEndpoint: graphEndpoint ?? cloud.graphRoot,
    authorityHost: authorityHost ?? cloud.authorityHost,
    graphRoot: values.environment || !graphEndpoint || isLoopback(graphEndpoint) ? cloud.graphRoot : graphEndpoint,
  };
}

/** @throws UserError that says all that is wrong, and then all that is to do */
function readAll<T extends object>(parts: { readonly [Name in keyof T]: () => T[Name] }): T {
  const wrong: UserError[] = [];
  const read = Object.entries<() => unknown>(parts).map(([name, part]) => {
    try {
      return [name, part()] as const;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      wrong.push(error);
      return [name, undefined] as const;
    }
  });
  if (wrong.length === 0) return Object.fromEntries(read) as T;
  const remedies = wrong.flatMap(({ remedy }) => remedy ?? []);
  throw new UserError(wrong.map(({ fact }) => fact).join(" "), remedies.join(" ") || undefined);
}

function amount(values: SettingValues, name: SettingName, fallback: number, most: number, rule: string): number {
  const value = Number(values[name] ?? fallback);
  if (Number.isFinite(value) && value >= 1 && value <= most) return value;
  throw invalidSetting(name, mustBe(rule, values[name]));
}

function isLoopback(url: string): boolean {
  return /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(new URL(url).hostname);
}

function endpoint(values: SettingValues, name: SettingName): string | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || url.username || url.password || url.search || url.hash || !/^https?:$/.test(url.protocol)) {
    const rule = "an https URL without user, query or fragment, such as https://graph.microsoft.com";
    if (!/[@?#]/.test(value)) throw invalidSetting(name, mustBe(rule, value));
    throw invalidSetting(name, `must be ${rule}. It is not shown, as it may hold a password.`);
  }
  if (url.protocol === "http:" && !isLoopback(value)) {
    throw invalidSetting(name, mustBe("an https URL (plain http is allowed on loopback only)", value));
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
