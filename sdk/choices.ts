/** The values that some properties and settings take: as a union of texts, and as an object that lists them. */
import type * as shape from "../provider/organization/shape";

/** A Microsoft cloud, by the sign-in host without `login.`: `cloudInstance` of an identity source. */
export type CloudInstance = (typeof CloudInstance)[keyof typeof CloudInstance];
export const CloudInstance = {
  Public: "microsoftonline.com",
  UsGovernment: "microsoftonline.us",
  China: "partner.microsoftonline.cn",
} as const satisfies Record<string, shape.CloudInstance>;

/** A Microsoft cloud, by the names that azuread takes: the setting `environment`. */
export type Environment = (typeof Environment)[keyof typeof Environment];
export const Environment = {
  Public: "public",
  Global: "global",
  UsGovernment: "usgovernment",
  UsGovernmentL4: "usgovernmentl4",
  UsGovernmentL5: "usgovernmentl5",
  Dod: "dod",
  China: "china",
} as const satisfies Record<string, shape.Environment>;

/** A version of Microsoft Graph: the setting `apiVersion`. */
export type ApiVersion = (typeof ApiVersion)[keyof typeof ApiVersion];
export const ApiVersion = { V1: "v1.0", Beta: "beta" } as const satisfies Record<string, shape.ApiVersion>;

/** What to do before deleting an organization that access-package policies name: the setting `protectInUse`. */
export type ProtectInUse = (typeof ProtectInUse)[keyof typeof ProtectInUse];
export const ProtectInUse = { Off: "off", Warn: "warn", Refuse: "refuse" } as const satisfies Record<
  string,
  shape.ProtectInUse
>;
