// Client assertions: of the application itself, signed with a certificate it has, or of an issuer that it trusts.
// https://learn.microsoft.com/entra/identity-platform/certificate-credentials
import { constants, verify, X509Certificate } from "node:crypto";
import { missingParameter, refuseClient } from "./authority-error";
import { audiencesOf, decodeJwt, type Jwt } from "./jwt";
import type { App } from "./model";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The clocks of two machines may differ by so much. */
const skewSeconds = 300;

const algorithms = {
  RS256: { digest: "sha256", padding: constants.RSA_PKCS1_PADDING },
  RS384: { digest: "sha384", padding: constants.RSA_PKCS1_PADDING },
  RS512: { digest: "sha512", padding: constants.RSA_PKCS1_PADDING },
  PS256: { digest: "sha256", padding: constants.RSA_PKCS1_PSS_PADDING },
} as const;

function isAlgorithm(name: unknown): name is keyof typeof algorithms {
  return typeof name === "string" && Object.hasOwn(algorithms, name);
}

const show = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function checkAlgorithm({ header: { alg } }: Jwt): void {
  if (isAlgorithm(alg)) return;
  const supported = Object.keys(algorithms).join(",");
  throw refuseClient(
    5002738,
    `Invalid JWT token. '${show(alg)}' is not a supported signature algorithm. Supported signing algorithms are: '${supported}'.`,
  );
}

function checkTime({ claims: { nbf = 0, exp } }: Jwt, now: number): void {
  const seconds = now / 1000;
  const begun = typeof nbf === "number" && nbf - skewSeconds <= seconds;
  if (begun && typeof exp === "number" && exp + skewSeconds > seconds) return;
  throw refuseClient(700024, "Client assertion is not within its valid time range.");
}

/** Microsoft's page names SHA-256; the older header holds SHA-1. MSAL for Python pads both. */
function hasThumbprint(certificate: X509Certificate, { header }: Jwt): boolean {
  const { "x5t#S256": sha256, x5t: sha1 } = header;
  const [sent, fingerprint] =
    sha256 === undefined ? [sha1, certificate.fingerprint] : [sha256, certificate.fingerprint256];
  const own = Buffer.from(fingerprint.replaceAll(":", ""), "hex").toString("base64url");
  return typeof sent === "string" && sent.replace(/=+$/, "") === own;
}

function isSignedBy(certificate: X509Certificate, { header: { alg }, signed, signature }: Jwt): boolean {
  if (!isAlgorithm(alg)) return false;
  const { digest, padding } = algorithms[alg];
  return verify(digest, Buffer.from(signed), { key: certificate.publicKey, padding }, signature);
}

function refuseKey(app: App, reason: string): Error {
  return refuseClient(
    700027,
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, for app Id '${app.clientId}'.]`,
  );
}

function isApp({ clientId }: App, claim: unknown): boolean {
  return typeof claim === "string" && claim.toLowerCase() === clientId.toLowerCase();
}

function checkOwn(app: App, jwt: Jwt, tokenEndpoints: readonly string[], now: number): void {
  if (!isApp(app, jwt.claims["sub"])) {
    throw refuseClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  }
  const audiences = audiencesOf(jwt);
  if (!tokenEndpoints.some((endpoint) => audiences.includes(endpoint))) {
    throw refuseClient(700023, "Client assertion audience claim does not match Realm issuer.");
  }
  checkTime(jwt, now);
  const certificates = app.certificates.map((pem) => new X509Certificate(pem));
  const certificate = certificates.find((one) => hasThumbprint(one, jwt));
  if (certificate === undefined) throw refuseKey(app, "The key was not found");
  if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) <= now) {
    throw refuseClient(1000502, "The provided certificate is not within its specified validity period.");
  }
  if (!isSignedBy(certificate, jwt)) throw refuseKey(app, "The key used is not the one of the signature");
}

/** Claims are checked, the signature is not: the issuer's keys are elsewhere. */
function checkFederated(app: App, jwt: Jwt, now: number): void {
  const { iss, sub, aud } = jwt.claims;
  const audiences = audiencesOf(jwt);
  const refuse = (code: number, what: string, value: unknown) =>
    refuseClient(code, `No matching federated identity record found for presented assertion ${what} '${show(value)}'.`);
  const ofIssuer = app.federatedCredentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw refuse(700211, "issuer", iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw refuse(700213, "subject", sub);
  if (!ofSubject.some(({ audience }) => audiences.includes(audience))) throw refuse(700212, "audience", aud);
  checkTime(jwt, now);
}

export function checkAssertion(app: App, form: URLSearchParams, tokenEndpoints: readonly string[], now: number): void {
  if (form.get("client_assertion_type") !== assertionType) throw missingParameter("client_assertion_type");
  const jwt = decodeJwt(form.get("client_assertion") ?? "");
  if (jwt === undefined) throw refuseClient(50027, "JWT token is invalid or malformed.");
  checkAlgorithm(jwt);
  if (isApp(app, jwt.claims["iss"])) checkOwn(app, jwt, tokenEndpoints, now);
  else checkFederated(app, jwt, now);
}
