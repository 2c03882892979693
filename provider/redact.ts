/** Takes secrets out of texts that leave the process: those that it knows, and what looks like one. */

/** Shorter ones would take ordinary words out of messages. */
const shortest = 6;
/** The token that every page about the emulator uses: no secret, but a word of many messages. */
const published = "emulator";
const shown = "[secret]";

const known = new Set<string>();

/** From now on the value is taken out of every text, also in the forms in which services give back what they were sent. */
export function keepSecret(value: string | undefined): void {
  if (value === undefined || value.length < shortest || value === published) return;
  const bytes = Buffer.from(value);
  const forms = [value, encodeURIComponent(bytes.toString()), JSON.stringify(value).slice(1, -1)];
  for (const form of [...forms, bytes.toString("base64"), bytes.toString("base64url")]) known.add(form);
}

const parameters = "access_token|client_assertion|client_secret|id_token|password|refresh_token";
const looks: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${shown}`],
  [/\beyJ[\w-]{6,}\.[\w-]+(\.[\w-]*)*/g, shown],
  [new RegExp(`\\b(${parameters})=[^&\\s"']+`, "gi"), `$1=${shown}`],
  [new RegExp(`"(${parameters})"\\s*:\\s*"[^"]*"?`, "gi"), `"$1":"${shown}"`],
];

export function redact(text: string): string {
  // The longest first: one secret may be a part of another's form.
  const longestFirst = [...known].sort((left, right) => right.length - left.length);
  const unknown = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, shown), text);
  return looks.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), unknown);
}
