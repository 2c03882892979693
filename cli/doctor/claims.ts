// What a token says about itself. Only Graph may judge a token, so a client must cope with one it cannot read.
import { payloadOf } from "../../provider/graph/token";
import { asRecord } from "../../provider/json";

export interface Claims {
  /** Permissions of an application, or scopes of a user's sign-in. */
  readonly kind: "application" | "delegated";
  readonly permissions: readonly string[];
  readonly audience: string | undefined;
  readonly app: string | undefined;
  readonly tenant: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires: number | undefined;
}

/** Of JavaScript, in milliseconds since 1970. */
const lastDate = 8.64e15;

/** Returns undefined if the token cannot be read. */
export function readClaims(token: string): Claims | undefined {
  const payload = payloadOf(token);
  if (typeof payload !== "object" || payload === null) return undefined;
  const { roles, scp, aud, appid, azp, tid, exp } = asRecord(payload);
  const isDelegated = typeof scp === "string";
  return {
    kind: isDelegated ? "delegated" : "application",
    permissions: isDelegated ? scp.split(" ").filter(Boolean) : Array.isArray(roles) ? roles.filter(isText) : [],
    audience: text(aud),
    app: text(appid) ?? text(azp),
    tenant: text(tid),
    expires: typeof exp === "number" && Math.abs(exp) <= lastDate / 1000 ? exp * 1000 : undefined,
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function text(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}
