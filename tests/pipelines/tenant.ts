/**
 * A tenant with two apps that hold no secret: the reader trusts pull requests and the main branch, the writer the main
 * branch only. Its issuer gives tokens to the jobs of both services.
 */
import { issueJwt } from "../support/sign-in";
import { startTenant, type Tenant } from "../support/tenant";

export const reader = "8d2f6b93-4a1c-4e75-b0d8-5c9e7f1a3b62";
export const writer = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";

/** What a job's token says of it. */
export interface Subject {
  readonly issuer: string;
  readonly subject: string;
}

export interface PipelineTenant extends Tenant {
  /** The next tokens are for this job. */
  issueTo(subject: Subject): void;
  /** The apps that signed in since the last call, each once. */
  signedIn(): string[];
}

export async function startPipelineTenant(readers: Subject[], writers: Subject[]): Promise<PipelineTenant> {
  const apps = [
    { clientId: reader, federatedCredentials: readers },
    { clientId: writer, federatedCredentials: writers },
  ];
  const tenant = await startTenant({}, { seed: { apps, organizations: [] } });
  return {
    ...tenant,
    env: { ...tenant.env, CONNECTEDORGS_TIMEOUT_SECONDS: "30" },
    issueTo({ issuer: iss, subject: sub }) {
      const token = issueJwt({ iss, sub });
      tenant.issuer.answerWith({ status: 200, body: { value: token, oidcToken: token } });
    },
    signedIn() {
      const forms = tenant.tokenForms();
      tenant.sent();
      return [...new Set(forms.map((form) => form["client_id"] ?? ""))];
    },
  };
}
