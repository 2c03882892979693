/**
 * Pulumi's messages as plain values, and back. A message has two oddities: a secret is an object with a signature, and
 * what is not known yet is one of seven texts, by its type.
 *
 * @see https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin#MarshalPropertyValue
 */
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Values, withTelling } from "../provider/organization/recorded";
import { unknownValue } from "../provider/organization/unknown";

export interface Message {
  readonly values: Values;
  /** The properties that are secret or hold a secret. */
  readonly secrets: readonly string[];
}

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const unknowns: readonly unknown[] = [
  unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

export function unpack(struct: Struct | undefined): Message {
  const properties = Object.entries<unknown>(struct?.toJavaScript() ?? {});
  return {
    values: Object.fromEntries(properties.map(([name, value]) => [name, plain(value)])),
    secrets: properties.filter(([, value]) => holdsSecret(value)).map(([name]) => name),
  };
}

/** @param values plain JSON */
export function pack(values: Values, secrets: readonly string[] = []): Struct {
  const properties = Object.entries(values).map(([name, value]) => {
    return [name, secrets.includes(name) ? { [signature]: secretSignature, value } : value] as const;
  });
  return Struct.fromJavaScript(Object.fromEntries(properties) as Record<string, JavaScriptValue>);
}

/** @param secrets names of secret inputs: what tells of them is secret, too */
export function packOutputs(outputs: Values, secrets: readonly string[]): Struct {
  return pack(outputs, withTelling(secrets));
}

function isSecret(value: object): value is { readonly value: unknown } {
  return (value as Values)[signature] === secretSignature;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return unknowns.includes(value) ? unknownValue : value;
  if (isSecret(value)) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}
