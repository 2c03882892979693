// JSON Web Tokens, read and written. Who cares for a signature checks it.
import { isJsonObject, type JsonObject, tryParse } from "./body";

export interface Jwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** What the signature is made of. */
  readonly signed: string;
  readonly signature: Buffer;
}

export function decodeJwt(token: string): Jwt | undefined {
  const [head, payload, signature, ...more] = token.split(".");
  if (head === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined;
  const [header, claims] = [head, payload].map((part) => tryParse(Buffer.from(part, "base64url").toString()));
  if (!isJsonObject(header) || !isJsonObject(claims)) return undefined;
  return { header, claims, signed: `${head}.${payload}`, signature: Buffer.from(signature, "base64url") };
}

/** One or a list of them: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3. Kubernetes always writes a list. */
export function audiencesOf({ claims: { aud = [] } }: Pick<Jwt, "claims">): readonly unknown[] {
  return [aud].flat();
}

/** The emulator holds no key: the signature is a word. */
export function encodeJwt(alg: "none" | "RS256", claims: JsonObject): string {
  const encode = (part: JsonObject) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ typ: "JWT", alg })}.${encode(claims)}.emulated`;
}
