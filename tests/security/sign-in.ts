/** Everything one signs in with, each secret of its own, and a tenant that takes it: over TLS on loopback. */
import { randomBytes } from "node:crypto";
import type { Emulator } from "../../emulator";
import { makeAppCertificate, toPem } from "../credentials/certificate";
import { issueJwt } from "../credentials/issuer";
import { federated, startTenant } from "../credentials/support";

export { clientId, tenantId } from "../credentials/support";

const made = (what: string) => `${what}-${randomBytes(9).toString("hex")}`;

/** What must not be seen anywhere. */
export interface Secrets {
  readonly configuredSecret: string;
  readonly environmentSecret: string;
  readonly certificatePassword: string;
  readonly accessToken: string;
  readonly requestToken: string;
}

export interface SignIn {
  readonly emulator: Emulator;
  readonly secrets: Secrets;
  /** The endpoint of both Graph and the authority. */
  readonly url: string;
  /** Where a pipeline's job asks for its token. */
  readonly requestUrl: string;
  readonly certificatePath: string;
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly authorityPath: string;
  /** The secrets, and every token and assertion that was sent or issued until now. */
  everything(): string[];
  close(): Promise<void>;
}

export async function startSignIn(): Promise<SignIn> {
  const secrets: Secrets = {
    configuredSecret: made("configured-secret"),
    environmentSecret: made("environment-secret"),
    certificatePassword: made("certificate-password"),
    accessToken: made("access-token"),
    requestToken: made("request-token"),
  };
  const { configuredSecret, environmentSecret, certificatePassword } = secrets;
  const tenant = await startTenant(
    { acceptedTokens: "any" },
    { secrets: [{ value: configuredSecret }, { value: environmentSecret }] },
  );
  const { emulator, issuer, url } = tenant;
  emulator.portal.delete(emulator.portal.list()[0]?.id ?? "");
  const jobToken = issueJwt({ iss: federated.issuer, sub: federated.subject, jti: made("job") });
  issuer.answerWith({ status: 200, body: { value: jobToken } });
  const certificate = toPem(makeAppCertificate(), certificatePassword);
  const keyLines = certificate.split("\n").filter((line) => line.length === 64);
  return {
    emulator,
    secrets,
    url,
    requestUrl: `${issuer.secureUrl}/token?job=1`,
    certificatePath: tenant.write("app.pem", certificate),
    authorityPath: tenant.trusted,
    everything: () => [...new Set([...Object.values(secrets), jobToken, ...keyLines, ...sentTo(emulator)])],
    close: tenant.close,
  };
}

/** Bearer tokens, and the assertions that were exchanged for some of them. */
function sentTo({ requests }: Emulator): string[] {
  return requests.flatMap(({ headers, body }) => {
    const bearer = /^Bearer (.*)$/.exec(headers["authorization"] ?? "")?.[1];
    const form = typeof body === "string" ? new URLSearchParams(body) : new URLSearchParams();
    return [bearer, form.get("client_assertion")].filter((text) => typeof text === "string");
  });
}
