// Tokens and secrets in what was sent, for a log that can be shown.
import { isJsonObject } from "./body";

const hidden = "***";

const secretNames = [
  "authorization",
  "proxy-authorization",
  "cookie",
  "x-identity-header",
  "client_secret",
  "client_assertion",
  "assertion",
  "refresh_token",
  "access_token",
  "password",
  "code",
];

const formField =
  /(?<=^|[?&])(client_secret|client_assertion|assertion|refresh_token|access_token|password|code)=[^&]*/gi;

/** The values of fields in a form or a query. */
export function hideInText(text: string): string {
  return text.replace(formField, `$1=${hidden}`);
}

/** The scheme of a header stays: it tells how somebody signed in. */
function hideValue(value: unknown): string {
  const scheme = typeof value === "string" ? /^(Bearer|Basic)(?= )/i.exec(value)?.[0] : undefined;
  return scheme === undefined ? hidden : `${scheme} ${hidden}`;
}

export function hideSecrets(value: unknown): unknown {
  if (typeof value === "string") return hideInText(value);
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, content]) => [
    name,
    secretNames.includes(name.toLowerCase()) ? hideValue(content) : hideSecrets(content),
  ]);
  return Object.fromEntries(entries);
}
