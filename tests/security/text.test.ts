/** Text that the service, its gateway or the sign-in authority chose: it forges no line and hides none of ours. */
import assert from "node:assert/strict";
import { connectedOrganization } from "../../provider/host";
import { findOne } from "../../provider/lifecycle/look-up";
import { explain } from "../../provider/remedy";
import { failureOf } from "../support/failures";
import { connect, startServer } from "../support/server";
import { clientId, replaceLibrary } from "../support/sign-in";
import { domain, fabrikam, organization, owned, tenant, wingtip } from "../support/sources";
import { startWorld, type WorldOptions } from "../support/world";

const control =
  "\u001b[2J\u001b]8;;https://evil.example\u0007\r\n    error: forged\u0000\u009b31m\u202etxet\u2066\u2028\u200b";
const texts = {
  "control characters, line breaks and direction marks": control,
  "100 kB": "long ".repeat(20_000),
  "100 kB of control characters": control.repeat(2000),
};

/** Answers in place of the service where there is an answer. */
function answering(answer: (method: string, path: string) => Response | undefined) {
  const between: WorldOptions["between"] = (next) => async (input, init) =>
    answer(init?.method ?? "GET", new URL(String(input)).pathname) ?? (await next(input, init));
  return startWorld({}, { timeoutSeconds: "20" }, { between });
}

const isList = (method: string, path: string) => method === "GET" && path.endsWith("/connectedOrganizations");
const isOne = (method: string, path: string) => method === "GET" && /\/connectedOrganizations\/[^/]+$/.test(path);
const tenantType = "#microsoft.graph.azureActiveDirectoryTenant";
const existing = (text: string, id: string) => ({
  id: `${id}${text}`,
  displayName: text,
  state: text,
  identitySources: [{ "@odata.type": tenantType, tenantId: wingtip, displayName: text }],
});

type Case = readonly [where: string, fail: (text: string) => Promise<unknown>, ours: RegExp];

const cases: readonly Case[] = [
  [
    "the message, code and ids of an error",
    (text) => {
      const innerError = { "request-id": text, "client-request-id": text, date: text };
      const body = { error: { code: text, message: text, innerError } };
      const refused = (method: string) => (method === "POST" ? Response.json(body, { status: 403 }) : undefined);
      return answering(refused).create(owned);
    },
    /^doing: Graph answered 403 .* Grant EntitlementManagement\.ReadWrite\.All .*$/,
  ],
  [
    "the header of an answer without an error of Graph's",
    (text) => {
      const headers = { "request-id": text.replace(/[^\t\x20-\x7e\x80-\xff]/g, ""), "Retry-After": "soon" };
      const refused = (method: string) =>
        method === "POST" ? new Response(text, { status: 401, headers }) : undefined;
      return answering(refused).create(owned);
    },
    /^doing: Graph answered 401 without an error of Graph's .* Graph did not accept the token of the given access token: .*$/,
  ],
  [
    "the name, id and state of an organization that exists",
    (text) =>
      answering((method, path) => {
        const refused = { error: { code: "Conflict", message: "It exists." } };
        if (method === "POST") return Response.json(refused, { status: 409 });
        return isList(method, path) ? Response.json({ value: [existing(text, "1")] }) : undefined;
      }).create(owned),
    /^doing: Organization ".* already exists for .* or delete it\. \(Graph: 409 Conflict\)$/,
  ],
  [
    "the names of 1000 organizations that exist",
    (text) =>
      answering((method, path) => {
        const value = Array.from({ length: 1000 }, (_, index) => existing(text.slice(0, 500), String(index)));
        return isList(method, path) ? Response.json({ value }) : undefined;
      }).create({ ...owned, adoptExisting: true }),
    /^doing: Several organizations match the declared identity sources: .* Delete all but one of them, .*$/,
  ],
  [
    "the type and the keys of what is stored in place of what was declared",
    (text) =>
      answering((method, path) => {
        const odd = { "@odata.type": text, value: text };
        const identitySources = [odd, { "@odata.type": tenantType, tenantId: text }];
        const named = { id: path.split("/").at(-1), displayName: "Partner", state: "configured" };
        return isOne(method, path) ? Response.json({ ...named, identitySources }) : undefined;
      }).create(owned),
    /^doing: creating: Graph was given domainIdentitySource wingtiptoys\.com, but stored .* Declare what it stores, or delete .*$/,
  ],
  [
    "the type and the keys of what is recorded in state",
    async (text) => {
      const world = startWorld();
      const { id, outputs } = await world.create(owned);
      const stored = [{ type: "azureActiveDirectoryTenant", tenantId: text }, { type: text }];
      const state = { ...outputs, resolvedIdentitySources: stored, __resolutions: {} };
      return await world.update(id, state, organization(tenant(fabrikam)));
    },
    /^doing: Could not determine whether the declared azureActiveDirectoryTenant \S+ is the stored .* Declare the stored .*$/,
  ],
  [
    "a state that is not kept",
    async (text) => {
      let own = "";
      const world = answering((method, path) => {
        const isOwn = own !== "" && isOne(method, path);
        return isOwn ? Response.json({ ...existing(text, ""), id: own }) : undefined;
      });
      const { id, outputs } = await world.create(owned);
      own = id;
      return await world.update(id, outputs, { ...owned, displayName: `Partner ${text}` });
    },
    /^doing: updating: Graph accepted displayName "Partner .*, but does not show it\. Run refresh .*$/,
  ],
];

for (const [name, text] of Object.entries(texts)) {
  describe(`text from elsewhere: ${name}`, () => {
    for (const [where, fail, ours] of cases) {
      it(`is one short printable line beside ours as ${where}`, async () => {
        holds(explain("doing", await failureOf(fail(text)), "the given access token").message, ours);
      });
    }

    it("is one short printable line as the sign-in's refusal", async () => {
      holds(
        (await failureOf(signIn(text))).message,
        /^Signing in with the client secret of app \S+ in tenant \S+ failed: .* The client secret is wrong: .*$/,
      );
    });

    it("is one short printable line as the names and ids that a look-up finds", async () => {
      const value = [existing(text, "1"), existing(text, "2")].map((each) => ({ ...each, displayName: "Twin" }));
      const graph = await startServer();
      graph.answer = () => ({ status: 200, body: { value } });
      const open = () => ({ reach: connect(graph, graph), signedInAs: "the given access token" });
      const { message } = await failureOf(findOne(open, { displayName: "Twin" }));
      await graph.close();
      holds(
        message,
        /^looking up the connected organization with displayName "Twin": 2 organizations match: .* Look it up by its id\.$/,
      );
    });

    it("is one short printable line in every call of the host, as state and arguments", async () => {
      const get = (key: string) => (key === "connectedorgs:apiVersion" ? text : undefined);
      connectedOrganization.configure({ config: { get } });
      const values = { displayName: text, identitySources: [domain("adatum.com")] };
      const { check, diff, create, read, update, delete: remove } = connectedOrganization;
      const [failure] = (await check({}, values)).failures;
      holds(failure?.reason ?? "", /^The setting apiVersion must be v1\.0 or beta, not .*\.$/);
      const calls = [diff(text, values, values), create(values)];
      for (const call of [...calls, read(text, values), update(text, values, values), remove(text, values)]) {
        const { message, stack } = await failureOf(call);
        holds(message, /^\w+ connected organization ".*: The setting apiVersion must be v1\.0 or beta, not .*\.$/);
        assert.doesNotMatch(stack ?? "", /\n/);
      }
    });
  });
}

function holds(message: string, ours: RegExp): void {
  assert.doesNotMatch(message, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
  assert.ok(message.length < 3000, `${message.length} characters`);
  assert.match(message, ours);
}

/** The credential library puts what the authority said into its message. */
async function signIn(text: string): Promise<unknown> {
  class ClientSecretCredential {
    async getToken(): Promise<never> {
      throw new Error(`invalid_client: 7000215 AADSTS7000215: ${text}`);
    }
  }
  const putBack = replaceLibrary({ ClientSecretCredential });
  try {
    return await startWorld({}, { accessToken: "", tenantId: wingtip, clientId, clientSecret: "any" }).create(owned);
  } finally {
    putBack();
  }
}
