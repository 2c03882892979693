import assert from "node:assert/strict";
import { PartialFailure, UserError } from "../../provider/errors";
import { GraphFailure, refusal } from "../../provider/graph/failure";
import { explain } from "../../provider/remedy";

const what = 'creating connected organization "Fabrikam"';
const app = "client secret of app 6f0c in tenant 2b1d";
const refused = (status: number, code: string, message = "Reason: The caller is not authorized.") =>
  refusal(status, new Headers({ "request-id": "8c0e" }), JSON.stringify({ error: { code, message } }));

const rows: [title: string, error: unknown, message: string][] = [
  [
    "a token that is not accepted",
    refused(401, "InvalidAuthenticationToken", "Access token has expired."),
    `${what}: Graph answered 401 InvalidAuthenticationToken: Access token has expired (request-id 8c0e). Graph did not accept the token of ${app}: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.`,
  ],
  [
    "a missing permission",
    refused(403, "UnAuthorized"),
    `${what}: Graph answered 403 UnAuthorized: Reason: The caller is not authorized (request-id 8c0e). Grant EntitlementManagement.ReadWrite.All (application, with admin consent) or the role Identity Governance Administrator to ${app}; tokens of the Azure CLI never hold this permission.`,
  ],
  [
    "a missing permission for an organization that may be gone",
    Object.assign(refused(403, "UnAuthorized"), { isAboutOne: true }),
    `${what}: Graph answered 403 UnAuthorized: Reason: The caller is not authorized (request-id 8c0e). Grant EntitlementManagement.ReadWrite.All (application, with admin consent) or the role Identity Governance Administrator to ${app}; tokens of the Azure CLI never hold this permission. If that is granted already, the organization may have been deleted: remove it from the state with pulumi state delete.`,
  ],
  [
    "a missing licence, not taken for a missing permission",
    refused(403, "noLicense", "No licence."),
    `${what}: Graph answered 403 noLicense: No licence (request-id 8c0e). Assign Microsoft Entra ID P2 or Microsoft Entra ID Governance licences to the tenant.`,
  ],
  [
    "something not found",
    refused(404, "ResourceNotFound", "Not there."),
    `${what}: Graph answered 404 ResourceNotFound: Not there (request-id 8c0e).`,
  ],
  [
    "a rule of the service",
    refused(400, "InvalidRequest", "No."),
    `${what}: Graph answered 400 InvalidRequest: No (request-id 8c0e).`,
  ],
  [
    "throttling past the time-out",
    refused(429, "TooManyRequests", "Too many requests."),
    `${what}: Graph answered 429 TooManyRequests: Too many requests (request-id 8c0e). Run again later, lower the engine's --parallel, or raise the setting timeoutSeconds.`,
  ],
  [
    "a failing service",
    refusal(503, new Headers(), "<html>"),
    `${what}: Graph answered 503 without an error of Graph's. Run again later.`,
  ],
  [
    "a network that does not lead to Graph",
    new GraphFailure("unreachable", "Graph could not be reached: ENOTFOUND."),
    `${what}: Graph could not be reached: ENOTFOUND. Check the network, proxy and DNS of this machine, and the settings environment and graphEndpoint.`,
  ],
  [
    "an answer that did not come in time",
    new GraphFailure("timedOut", "Graph did not answer in time."),
    `${what}: Graph did not answer in time. Run again, or raise the setting timeoutSeconds.`,
  ],
  [
    "an answer that is not Graph's",
    new GraphFailure("unreadable", "Graph answered 200 with a body that is not JSON.", 200),
    `${what}: Graph answered 200 with a body that is not JSON. Check the setting graphEndpoint and any proxy or gateway between this machine and Graph.`,
  ],
  ["an interruption", new GraphFailure("interrupted", "Interrupted."), `${what}: Interrupted.`],
  ["an error for a person", new UserError("Name one.", "Or two."), `${what}: Name one. Or two.`],
  [
    "an unexpected error",
    new TypeError("x is not a function"),
    `${what}: x is not a function. This is a defect in pulumi-connectedorgs: report it with this message.`,
  ],
  ["a thrown text", "boom", `${what}: boom. This is a defect in pulumi-connectedorgs: report it with this message.`],
  [
    "a thrown nothing",
    undefined,
    `${what}: undefined. This is a defect in pulumi-connectedorgs: report it with this message.`,
  ],
];

describe("the message a person reads", () => {
  for (const [title, error, message] of rows) {
    it(`after ${title} says what was done, what happened and what to do`, () => {
      const explained = explain(what, error, app);
      assert.ok(explained instanceof UserError);
      assert.deepEqual({ message: explained.message, cause: explained.cause }, { message, cause: error });
    });
  }

  it("explains why a partial failure failed, and keeps its id and outputs", () => {
    const cause = refused(403, "UnAuthorized");
    const partial = explain(what, new PartialFailure("6f0c", { displayName: "Fabrikam" }, cause), app);
    assert.ok(partial instanceof PartialFailure);
    const { id, outputs, message } = partial;
    const expected = { id: "6f0c", outputs: { displayName: "Fabrikam" }, message: explain(what, cause, app).message };
    assert.deepEqual({ id, outputs, message }, expected);
  });

  it("carries no status that the host would take for an answer of its own", () => {
    for (const [, error] of rows) {
      const explained = explain(what, error, app);
      assert.deepEqual(
        ["code", "details", "status"].filter((key) => key in explained),
        [],
      );
    }
  });
});
