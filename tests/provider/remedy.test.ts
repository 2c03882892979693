import assert from "node:assert/strict";
import { PartialFailure, UserError } from "../../provider/errors";
import { GraphFailure, refusal } from "../../provider/graph/failure";
import { explain } from "../../provider/remedy";

const what = 'creating connected organization "Fabrikam"';
const app = "client secret of app 6f0c in tenant 2b1d";
const refused = (status: number, code: string) =>
  refusal(status, new Headers({ "request-id": "8c0e" }), JSON.stringify({ error: { code, message: "No." } }));
const grant = `Grant EntitlementManagement.ReadWrite.All (application, with admin consent) or the role Identity Governance Administrator to ${app}; tokens of the Azure CLI never hold this permission.`;
const elsewhere = "Check the setting graphEndpoint and any proxy or gateway between this machine and Graph.";
const defect = "This is a defect in pulumi-connectedorgs: report it with this message.";

const failures: [title: string, failure: GraphFailure, remedy: string | undefined][] = [
  [
    "a token that is not accepted",
    refused(401, "InvalidAuthenticationToken"),
    `Graph did not accept the token of ${app}: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.`,
  ],
  ["a missing permission", refused(403, "UnAuthorized"), grant],
  [
    "a missing permission for an organization that may be gone",
    Object.assign(refused(403, "UnAuthorized"), { isAboutOne: true }),
    `${grant} If that is granted already, the organization may have been deleted: remove it from the state with pulumi state delete.`,
  ],
  [
    "a missing licence, not taken for a missing permission",
    refused(403, "noLicense"),
    "Assign Microsoft Entra ID P2 or Microsoft Entra ID Governance licences to the tenant.",
  ],
  ["something not found", refused(404, "ResourceNotFound"), undefined],
  ["a rule of the service", refused(400, "InvalidRequest"), undefined],
  [
    "throttling past the time-out",
    refused(429, "TooManyRequests"),
    "Run again later, lower the engine's --parallel, or raise the setting timeoutSeconds.",
  ],
  ["an error that is not Graph's", refusal(404, new Headers(), "<html>"), elsewhere],
  ["a refusal that may not be Graph's", refusal(403, new Headers(), "<html>"), `${elsewhere} ${grant}`],
  ["a failing service", refusal(503, new Headers(), "<html>"), "Run again later."],
  [
    "a network that does not lead to Graph",
    new GraphFailure("unreachable", "Graph could not be reached: ENOTFOUND."),
    "Check the network, proxy and DNS of this machine, and the settings environment and graphEndpoint.",
  ],
  [
    "an answer that did not come in time",
    new GraphFailure("timedOut", "Graph did not answer in time."),
    "Run again, or raise the setting timeoutSeconds.",
  ],
  [
    "an answer that is not Graph's",
    new GraphFailure("unreadable", "Graph answered 200 with a body that is not JSON.", 200),
    elsewhere,
  ],
  ["an interruption", new GraphFailure("interrupted", "Interrupted."), undefined],
];

const rows: [title: string, error: unknown, message: string][] = [
  ...failures.map(([title, failure, remedy]): [string, unknown, string] => [
    title,
    failure,
    [failure.fact, ...(remedy === undefined ? [] : [remedy])].join(" "),
  ]),
  ["an error for a person", new UserError("Name one.", "Or two."), "Name one. Or two."],
  ["an unexpected error", new TypeError("x is not a function"), `x is not a function. ${defect}`],
  ["a thrown text", "boom", `boom. ${defect}`],
  ["a thrown nothing", undefined, `undefined. ${defect}`],
];

describe("the message a person reads", () => {
  for (const [title, error, message] of rows) {
    it(`after ${title} says what was done, what happened and what to do`, () => {
      const explained = explain(what, error, app);
      assert.ok(explained instanceof UserError);
      const { message: said, cause } = explained;
      assert.deepEqual({ said, cause }, { said: `${what}: ${message}`, cause: error });
      // The host would take these for an answer of its own.
      for (const key of ["code", "details", "status"]) assert.ok(!(key in explained), key);
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
});
