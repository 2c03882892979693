/** From a failure of the service to the error a person reads: what we did, what the service said, what to do. */
import { inspect } from "node:util";
import { oneLine, PartialFailure, UserError } from "./errors";
import { GraphFailure } from "./graph/failure";

/**
 * Turns anything thrown below an operation into an error for a person, which begins with what was being done. Called once,
 * where the operation ends.
 */
export function explain(what: string, error: unknown, signedInAs: string): UserError {
  if (error instanceof PartialFailure)
    return new PartialFailure(error.id, error.outputs, explain(what, error.cause, signedInAs));
  if (error instanceof UserError) return new UserError(`${what}: ${error.message}`, undefined, error);
  if (error instanceof GraphFailure)
    return new UserError(`${what}: ${error.fact}`, remedyFor(error, signedInAs), error);
  const text = error instanceof Error ? error.message : typeof error === "string" ? error : inspect(error);
  const message = oneLine(text).replace(/\.+$/, "");
  return new UserError(
    `${what}: ${message}.`,
    "This is a defect in pulumi-connectedorgs: report it with this message.",
    error,
  );
}

const gone =
  "If that is granted already, the organization may have been deleted: remove it from the state with pulumi state delete.";
const elsewhere = "Check the setting graphEndpoint and any proxy or gateway between this machine and Graph.";
const permission = "EntitlementManagement.ReadWrite.All";

function remedyFor(failure: GraphFailure, signedInAs: string): string | undefined {
  if (failure.hasCode("NoLicense"))
    return "Assign Microsoft Entra ID P2 or Microsoft Entra ID Governance licences to the tenant.";
  switch (failure.kind) {
    case "throttled":
      return "Run again later, lower the engine's --parallel, or raise the setting timeoutSeconds.";
    case "timedOut":
      return "Run again, or raise the setting timeoutSeconds.";
    case "unreachable":
      return "Check the network, proxy and DNS of this machine, and the settings environment and graphEndpoint.";
    case "unreadable":
      return elsewhere;
    case "interrupted":
      return undefined;
    case "refused":
      return remedyForRefusal(failure, signedInAs);
  }
}

function remedyForRefusal(failure: GraphFailure, signedInAs: string): string | undefined {
  if (failure.isUnauthorized) {
    return `Graph did not accept the token of ${signedInAs}: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.`;
  }
  if (failure.isForbidden) {
    const grant = `Grant ${permission} (application, with admin consent) or the role Identity Governance Administrator to ${signedInAs}; tokens of the Azure CLI never hold this permission.`;
    // Proxies refuse by 403, too.
    const first = failure.error === undefined ? `${elsewhere} ${grant}` : grant;
    return failure.isAboutOne ? `${first} ${gone}` : first;
  }
  if (failure.isAmbiguous) return "Run again later.";
  return failure.error === undefined ? elsewhere : undefined;
}
