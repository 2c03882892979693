/** What stands between a company and the internet: both the sign-in and Graph go through it. Needs a build. */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { withProvider } from "../support/host";
import { app, discovers, federated, issueJwt, secret, signsIn } from "../support/sign-in";
import { type Environment, read, reads, refused, useTenant } from "./support";

interface Proxy {
  readonly url: string;
  /** What it was asked since the last call: the way, and the password with it. */
  asked(): string[];
  /** Instead of opening a tunnel. */
  refuseWith(status: number | undefined): void;
  close(): void;
}

async function startProxy(): Promise<Proxy> {
  const asked: string[] = [];
  let refusal: number | undefined;
  const tunnel = ({ method, url = "", headers }: IncomingMessage, client: Duplex) => {
    asked.push(`${method} ${url} ${headers["proxy-authorization"]}`);
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 2\r\n\r\n{}`);
      return;
    }
    const { hostname, port } = new URL(`tunnel://${url}`);
    const server = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    server.on("error", () => client.destroy());
    client.on("error", () => server.destroy());
  };
  const proxy = createServer().on("connect", tunnel);
  await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
  return {
    url: `http://ada:p%40ssword-of-proxy@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    asked: () => asked.splice(0),
    refuseWith: (status) => {
      refusal = status;
    },
    close: () => proxy.close(),
  };
}

describe("a proxy of the environment", () => {
  const tenant = useTenant();
  let proxy: Proxy;

  before(async () => {
    proxy = await startProxy();
  });
  beforeEach(() => {
    proxy.asked();
    proxy.refuseWith(undefined);
  });
  after(() => proxy.close());

  const withSecret = { ...app, CONNECTEDORGS_CLIENT_SECRET: secret };
  it("is the way to the pipeline's token, to the sign-in and to Graph", async () => {
    tenant.issuer.answerWith({
      status: 200,
      body: { value: issueJwt({ iss: federated.issuer, sub: federated.subject }) },
    });
    const job = {
      ...app,
      HTTPS_PROXY: proxy.url,
      CONNECTEDORGS_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${tenant.issuer.secureUrl}/idtoken`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
    };
    assert.equal(await withProvider(tenant, job, read), "Wingtip Toys");
    assert.deepEqual(tenant.sent(), [discovers, signsIn, reads]);
    const tunnelTo = (url: string) =>
      `CONNECT ${new URL(url).host} Basic ${Buffer.from("ada:p@ssword-of-proxy").toString("base64")}`;
    assert.deepEqual(new Set(proxy.asked()), new Set([tenant.url, tenant.issuer.secureUrl].map(tunnelTo)));
  });

  it("is left out for the hosts in NO_PROXY", async () => {
    const env = { ...withSecret, HTTPS_PROXY: proxy.url, NO_PROXY: "example.com, 127.0.0.1" };
    assert.equal(await withProvider(tenant, env, read), "Wingtip Toys");
    assert.deepEqual(proxy.asked(), []);
  });

  const refusals: [title: string, env: () => Environment, sentence: RegExp][] = [
    [
      "answers in the place of Graph",
      () => ({ CONNECTEDORGS_ACCESS_TOKEN: "a-ready-token", HTTPS_PROXY: proxy.url }),
      /^Graph could not be reached: the proxy of HTTPS_PROXY answered 404, and .* Check the network, proxy and DNS/,
    ],
    [
      "is no URL",
      () => ({ ...withSecret, HTTPS_PROXY: "ada:p4ssword@proxy.contoso.com:8080" }),
      /^The variable HTTPS_PROXY does not hold the URL of a proxy\. Set one such as http:\/\/proxy:8080\.$/,
    ],
  ];
  for (const [title, env, sentence] of refusals) {
    it(`that ${title} is named`, async () => {
      proxy.refuseWith(404);
      assert.match(await refused(tenant, { ...env(), CONNECTEDORGS_TIMEOUT_SECONDS: "3" }), sentence);
      assert.deepEqual(tenant.sent(), []);
    });
  }
});
