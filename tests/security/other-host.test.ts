/** Nothing but the configured Graph host ever gets a request with a token: over real connections on loopback. */
import assert from "node:assert/strict";
import { UserError } from "../../provider/errors";
import { create, read, update } from "../../provider/lifecycle/lifecycle";
import { remove } from "../../provider/lifecycle/remove";
import { readSettings } from "../../provider/settings/settings";
import { connect, startServer, type TestServer } from "../support/server";

const id = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
const sponsor = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const source = { type: "domainIdentitySource", domainName: "adatum.com" };
const inputs = { displayName: "Adatum", description: "", state: "configured", identitySources: [source] };
const outputs = { ...inputs, resolvedIdentitySources: [source], internalSponsors: [], __schemaVersion: 1 };
const live = {
  id,
  displayName: "Adatum",
  state: "configured",
  identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "adatum.com" }],
};
const collection = "/v1.0/identityGovernance/entitlementManagement/connectedOrganizations";

describe("another host than the configured one", () => {
  let graph: TestServer;
  let other: TestServer;
  let authority: TestServer;

  beforeEach(async () => {
    [graph, other, authority] = await Promise.all([startServer(), startServer(), startServer()]);
    other.answer = () => ({ status: 200, body: { ...live, value: [live] } });
  });
  afterEach(async () => {
    await Promise.all([graph, other, authority].map((server) => server.close()));
  });

  const reach = () => connect(graph, authority);
  const operations: [name: string, run: () => Promise<unknown>][] = [
    ["create", () => create(reach(), inputs)],
    ["create that may adopt", () => create(reach(), { ...inputs, adoptExisting: true })],
    ["read", () => read(reach(), id, outputs)],
    ["update", () => update(reach(), id, outputs, { ...inputs, displayName: "Adatum 2" })],
    ["update of sponsors", () => update(reach(), id, outputs, { ...inputs, internalSponsors: [sponsor] })],
    ["delete", () => remove(reach(), id, outputs)],
  ];

  for (const status of [301, 302, 303, 307, 308]) {
    for (const [name, run] of operations) {
      it(`gets nothing when Graph redirects a ${name} there by ${status}, which is an error`, async () => {
        graph.answer = ({ path }) => ({ status, headers: { Location: `${other.url}${path}` } });
        assert.match(await messageOf(run()), new RegExp(`Graph answered ${status} without an error of Graph's`));
        assert.deepEqual(other.received, []);
      });
    }
  }

  for (const status of [307, 308]) {
    it(`gets nothing when a batch is redirected there by ${status}, and every member is asked for alone`, async () => {
      const list = { value: [] };
      graph.answer = ({ path }) =>
        path.endsWith("$batch")
          ? { status, headers: { Location: `${other.url}/v1.0/$batch` } }
          : { status: 200, body: path.endsWith(id) ? live : list };
      assert.ok(await read(reach(), id, { ...outputs, externalSponsors: [] }));
      assert.deepEqual(other.received, []);
    });
  }

  it("gets nothing when the answer to a write names it as the object's place", async () => {
    graph.answer = ({ method }) =>
      method === "POST"
        ? {
            status: 201,
            headers: { Location: `${other.url}${collection}/${id}` },
            body: { ...live, "@odata.id": other.url },
          }
        : { status: 200, headers: { "Content-Location": other.url }, body: { ...live, "@odata.context": other.url } };
    assert.equal((await create(reach(), inputs)).id, id);
    assert.deepEqual(other.received, []);
  });

  it("gets nothing when a refused token's challenge names it as the place to sign in", async () => {
    const challenge = `Bearer authorization_uri="${other.url}/common/oauth2/authorize", resource_id="${other.url}"`;
    graph.answer = () => ({ status: 401, headers: { "WWW-Authenticate": challenge } });
    assert.match(await messageOf(read(reach(), id, outputs)), /Graph answered 401/);
    assert.deepEqual(other.received, []);
  });

  const links: [name: string, link: () => string][] = [
    ["another port", () => `${other.url}${collection}?$skiptoken=x`],
    ["another host without a scheme", () => other.url.replace("http:", "")],
    ["a host behind the configured one as a user", () => `${graph.url}@${new URL(other.url).host}/v1.0/x`],
    ["a host behind a backslash", () => `\\\\${new URL(other.url).host}\\v1.0\\x`],
    ["a path that leads out of the version", () => `${graph.url}/v1.0/../../other`],
    ["a path that leads out of it by encoded dots", () => `${graph.url}/v1.0/%2e%2e/%2E./other`],
    ["a path that leads out of it by backslashes", () => `${graph.url}/v1.0/..\\..\\other`],
    ["a path without a host that leads out of the version", () => "/../../evil"],
    ["a path without a host that leads out of it by encoded dots", () => "/%2e%2e/%2E./evil"],
    ["another scheme", () => `file://${new URL(graph.url).host}/v1.0/x`],
    ["nothing that can be read", () => "http://[::1"],
  ];
  for (const [name, link] of links) {
    it(`gets nothing when a member of a batch has its next page at ${name}`, async () => {
      const list = { value: [], "@odata.nextLink": link() };
      const responses = ["1", "2"].map((member) => ({ id: member, status: 200, headers: {}, body: list }));
      graph.answer = ({ path }) => ({ status: 200, body: path.endsWith("$batch") ? { responses } : live });
      const both = { ...outputs, externalSponsors: [] };
      assert.match(await messageOf(read(reach(), id, both)), /lead in a circle|was not followed/);
      assert.deepEqual(other.received, []);
      assert.ok(graph.received.every(({ path }) => new URL(path, graph.url).pathname.startsWith("/v1.0/")));
    });
    for (const list of ["organizations", "sponsors"] as const) {
      it(`gets nothing when the next page of ${list} is at ${name}`, async () => {
        graph.answer = ({ method, path }) => {
          const isList = method === "GET" && !path.endsWith(id);
          return isList ? { status: 200, body: { value: [], "@odata.nextLink": link() } } : { status: 200, body: live };
        };
        const run = list === "sponsors" ? operations[2]?.[1] : operations[1]?.[1];
        assert.match(await messageOf(run?.() ?? Promise.resolve()), /Graph answered|lead in a circle|was not followed/);
        assert.deepEqual(other.received, []);
        const paths = graph.received.map(({ path }) => new URL(path, graph.url).pathname);
        assert.deepEqual(
          paths.filter((path) => !path.startsWith("/v1.0/")),
          [],
        );
      });
    }
  }

  it("gets the tenant look-up without a token when it is the authority, whose redirect is not followed", async () => {
    graph.answer = () => ({ status: 403, body: { error: { code: "UnAuthorized", message: "No." } } });
    authority.answer = ({ path }) => ({ status: 302, headers: { Location: `${other.url}${path}` } });
    assert.equal(await connect(graph, authority).findTenant("adatum.com"), "undecided");
    assert.deepEqual(other.received, []);
    const [{ path, headers } = { path: "", headers: {} }, ...more] = authority.received;
    assert.deepEqual([path, more], ["/adatum.com/.well-known/openid-configuration", []]);
    assert.deepEqual([headers.authorization, headers.cookie], [undefined, undefined]);
  });
});

describe("a connection in clear", () => {
  const given = (name: string, value: string) => () =>
    readSettings({ environment: {}, config: (key) => (key === `connectedorgs:${name}` ? value : undefined) });
  const hosts = [
    "graph.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "0.0.0.0",
  ];
  const more = ["[::ffff:10.0.0.1]", "10.0.0.1", "169.254.169.254", "128.0.0.1", "localhost.", "[::]", "①②⑧.0.0.1"];
  for (const name of ["graphEndpoint", "authorityHost"]) {
    for (const host of [...hosts, ...more]) {
      it(`is refused to ${host} as ${name}`, () => {
        assert.throws(given(name, `http://${host}`), UserError);
      });
    }
    for (const value of [
      "ftp://127.0.0.1",
      "file:///etc",
      "//graph.example",
      "javascript:alert(1)",
      "https://user:pw@graph.example",
    ]) {
      it(`and every other scheme is refused: ${value} as ${name}`, () => {
        assert.throws(given(name, value), (error) => error instanceof UserError && !error.message.includes("pw"));
      });
    }
    it(`is taken on loopback only, as ${name}`, () => {
      for (const host of ["127.0.0.1:1", "localhost:1", "[::1]:1", "127.9.9.9"]) given(name, `http://${host}`)();
    });
  }
});

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => assert.fail("it succeeded"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  assert.doesNotMatch(`${error.message} ${error.stack}`, /must-not-travel/);
  return error.message;
}
