/**
 * X.509 certificates that live for one test run. Node reads certificates and makes keys, but cannot write certificates;
 * the packages that can depend on a dozen others, instead of these forty lines of DER.
 */
import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from "node:crypto";

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: KeyObject;
  readonly name: string;
}

/** A root that may sign others. */
export function makeAuthority(name: string): Certificate {
  return make(name, undefined, [extension(basicConstraints, sequence(der(0x01, Buffer.from([0xff]))))]);
}

/** For a server on loopback. */
export function makeServerCertificate(authority: Certificate): Certificate {
  const names = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])));
  return make("localhost", authority, [extension(subjectAltName, names)]);
}

/** What an app registration holds of an app that signs in with a key of its own. */
export function makeAppCertificate(): Certificate {
  return make("app", undefined, []);
}

/** The private key, encrypted when there is a password, and the certificate, as one PEM file. */
export function toPem({ certificate, key }: Certificate, password?: string): string {
  const form = { type: "pkcs8", format: "pem" } as const;
  const text = key.export(password === undefined ? form : { ...form, cipher: "aes-256-cbc", passphrase: password });
  return `${text}${certificate}`;
}

/** Whether a token of the form PS256 was signed with the certificate's key. */
export function isSignedBy(token: string, { certificate }: Certificate): boolean {
  const [header, claims, signature = ""] = token.split(".");
  const key = { key: new X509Certificate(certificate).publicKey, padding: constants.RSA_PKCS1_PSS_PADDING };
  return verify("sha256", Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"));
}

/** Signed by the issuer, or by itself. https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function make(name: string, issuer: Certificate | undefined, extensions: Buffer[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const now = Date.now();
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sha256WithRsa,
    distinguishedName(issuer?.name ?? name),
    sequence(utcTime(now - 86_400_000), utcTime(now + 86_400_000)),
    distinguishedName(name),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign("sha256", toBeSigned, issuer?.key ?? privateKey);
  const body = sequence(toBeSigned, sha256WithRsa, der(0x03, Buffer.from([0]), signature)).toString("base64");
  const lines = body.match(/.{1,64}/g) ?? [];
  const certificate = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  return { certificate, key: privateKey, name };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const integer = (value: Buffer) => der(0x02, value);
const objectId = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const extension = (id: string, value: Buffer) => sequence(objectId(id), der(0x04, value));

function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId("550403"), der(0x0c, Buffer.from(commonName)))));
}

const basicConstraints = "551d13";
const subjectAltName = "551d11";
const sha256WithRsa = sequence(objectId("2a864886f70d01010b"), der(0x05));
