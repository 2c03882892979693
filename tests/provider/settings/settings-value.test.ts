/** The values of settings: what is read, and what is refused in which sentence. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { SettingName } from "../../../provider/settings/setting-value";
import type { Settings } from "../../../provider/settings/settings";
import { table } from "../../support/table";
import { defaults, type Given, given, refusal, secret, settings, tenantId } from "./settings";

const endpoints = ["graphEndpoint", "authorityHost"] as const;
const switches = ["useOidc", "useMsi", "useCli", "previewChecks"] as const;

const clouds = table(`
  environment    | graphRoot                               | authorityHost
  public         | https://graph.microsoft.com             | https://login.microsoftonline.com
  Global         | https://graph.microsoft.com             | https://login.microsoftonline.com
  USGovernment   | https://graph.microsoft.us              | https://login.microsoftonline.us
  usgovernmentL4 | https://graph.microsoft.us              | https://login.microsoftonline.us
  usgovernmentl5 | https://dod-graph.microsoft.us          | https://login.microsoftonline.us
  DOD            | https://dod-graph.microsoft.us          | https://login.microsoftonline.us
  China          | https://microsoftgraph.chinacloudapi.cn | https://login.chinacloudapi.cn
`);

const urls = table(`
  given                                | read
  https://graph.example                | https://graph.example
  https://graph.example/               | https://graph.example
  https://graph.example:8443/v//       | https://graph.example:8443/v
  HTTPS://Graph.Example                | https://graph.example
  http://localhost:5080/               | http://localhost:5080
  http://127.0.0.1:5080                | http://127.0.0.1:5080
  http://127.8.9.10                    | http://127.8.9.10
  http://[::1]:5080                    | http://[::1]:5080
`);

const named = "https://graph.example";
const loopback = "http://localhost:5080";
const china = { graphRoot: "https://microsoftgraph.chinacloudapi.cn", authorityHost: "https://login.chinacloudapi.cn" };
const accepted: [values: Given, read: Partial<Settings>][] = [
  ...clouds.map(({ environment = "", graphRoot = "", authorityHost = "" }): [Given, Partial<Settings>] => [
    { environment },
    { graphEndpoint: graphRoot, graphRoot, authorityHost },
  ]),
  ...urls.flatMap(({ given: url = "", read = "" }): [Given, Partial<Settings>][] => [
    [{ authorityHost: url }, { authorityHost: read }],
    [{ graphEndpoint: url, environment: "public" }, { graphEndpoint: read }],
  ]),
  // Tokens are for the cloud's root, and only an https endpoint of an unnamed cloud is a root of its own.
  [{ graphEndpoint: named }, { graphEndpoint: named, graphRoot: named }],
  [{ graphEndpoint: loopback }, { graphEndpoint: loopback }],
  [
    { graphEndpoint: loopback, environment: "china" },
    { graphEndpoint: loopback, ...china },
  ],
  [{ apiVersion: "v1.0" }, {}],
  [{ apiVersion: "V1.0" }, {}],
  [{ apiVersion: "beta" }, { apiVersion: "beta" }],
  [{ apiVersion: "Beta" }, { apiVersion: "beta" }],
  [{ protectInUse: "Refuse" }, { protectInUse: "refuse" }],
  [{ timeoutSeconds: "1" }, { timeoutSeconds: 1 }],
  [{ timeoutSeconds: " 90.5 " }, { timeoutSeconds: 90.5 }],
  [{ timeoutSeconds: "86400" }, { timeoutSeconds: 86_400 }],
  [{ maxConcurrency: "1" }, { maxConcurrency: 1 }],
  [{ maxConcurrency: "1.5" }, { maxConcurrency: 2 }],
  [{ maxConcurrency: "256" }, { maxConcurrency: 256 }],
  ...["true", "TRUE", "1"].map((on): [Given, Partial<Settings>] => [{ previewChecks: on }, { previewChecks: true }]),
  ...switches.flatMap((name) =>
    ["false", "FALSE", "0"].map((off): [Given, Partial<Settings>] => [{ [name]: off }, {}]),
  ),
];

const cloudNames = "one of public, global, usgovernment, usgovernmentl4, usgovernmentl5, dod, china";
const onOff = "one of true, false, 1, 0";
const isUrl = "an https URL without user, query or fragment, such as https://graph.microsoft.com";
const hosts = ["graph.example", "10.0.0.1", "localhost.example", "127.0.0.1.example", "128.0.0.1", "[::2]"];
const seconds = "a number of seconds between 1 and 86400";
const refused: [name: SettingName, rule: string, values: string[], meant?: string][] = [
  ["environment", cloudNames, ["usgoverment"], "usgovernment"],
  ["environment", cloudNames, ["Germany", "constructor"]],
  ["apiVersion", "v1.0 or beta", ["v1"], "v1.0"],
  ["protectInUse", "one of off, warn, refuse", ["true", "on"]],
  ["protectInUse", "one of off, warn, refuse", ["refused"], "refuse"],
  ["timeoutSeconds", seconds, ["0", "0.999", "-1", "86401", "20m", "NaN", "Infinity"]],
  ["maxConcurrency", "a number between 1 and 256", ["0", "-1", "257", "many", "NaN"]],
  ...switches.flatMap((name): typeof refused => [
    [name, onOff, ["yes", "2"]],
    [name, onOff, ["ture"], "true"],
  ]),
  ...endpoints.flatMap((name): typeof refused => [
    [name, "an https URL (plain http is allowed on loopback only)", hosts.map((host) => `http://${host}`)],
    [name, isUrl, ["graph.example", "ftp://graph.example", "https://", "//graph.example"]],
  ]),
];

/** Refused without being shown. */
const hidden = [
  `http://me:${secret}@graph.example/v`,
  `https://me:${secret}@graph.example/v`,
  `https:me:${secret}@graph.example`,
  `https:\\\\me:${secret}@graph.example`,
  `https:///me:${secret}@graph.example`,
  ` HTTPS://me:${secret}@graph.example`,
  `https://me:${secret}@`,
  `me:${secret}@graph.example`,
  `//me:${secret}@graph.example`,
  `http://me:${secret}@127.0.0.1:8080`,
  `https://graph.example/?code=${secret}`,
  `graph.example?code=${secret}`,
  `https://graph.example/#${secret}`,
];

describe("a setting", () => {
  for (const [values, read] of accepted) {
    it(`is read: ${JSON.stringify(values)}`, () => assert.deepEqual(settings(given(values)), { ...defaults, ...read }));
  }

  for (const [name, rule, values, meant] of refused) {
    it(`is refused: ${name} ${values.join(", ")}`, () => {
      for (const value of values) {
        const sentence = `The setting ${name} must be ${rule}, not "${value}".${meant ? ` Did you mean ${meant}?` : ""}`;
        assert.equal(refusal({ [name]: value }), sentence);
      }
    });
  }
});

describe("several wrong settings", () => {
  it("are refused at once, first what is wrong and then what to do", () => {
    const values = { environment: "moon", clientSecret: secret, tenantId, timeoutSeconds: "0", previewChecks: "maybe" };
    assert.equal(
      refusal(values),
      [
        `The setting environment must be one of public, global, usgovernment, usgovernmentl4, usgovernmentl5, dod, china, not "moon".`,
        "The setting clientSecret is given, but clientId is missing.",
        `The setting timeoutSeconds must be a number of seconds between 1 and 86400, not "0".`,
        `The setting previewChecks must be one of true, false, 1, 0, not "maybe".`,
        "Set CONNECTEDORGS_CLIENT_ID or the stack configuration connectedorgs:clientId; with an explicit provider, its argument clientId.",
      ].join(" "),
    );
  });
});

describe("an endpoint", () => {
  for (const name of endpoints) {
    it(`is not shown with a user, a query or a fragment, in any spelling: ${name}`, () => {
      const sentence = `The setting ${name} must be ${isUrl}. It is not shown, as it may hold a password.`;
      for (const value of hidden) assert.equal(refusal({ [name]: value }), sentence);
    });
  }

  it("is never printed before an @, behind a ? or behind a #", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."ahtps:/\\.?#@%20 \t\n[]") });
    fc.assert(
      fc.property(noise, noise, fc.constantFrom("@", "?", "#"), (before, after, sign) => {
        const value = sign === "@" ? `${before}${secret}@${after}` : `${before}${sign}${secret}${after}`;
        try {
          settings(given({ graphEndpoint: value }));
        } catch (error) {
          assert.ok(error instanceof Error && !error.message.includes(secret), value);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("where a pipeline issues tokens is https, because the job's token goes there", () => {
    for (const url of [
      "http://issuer.example/token",
      "http://127.0.0.1/token",
      "issuer.example",
      "https://",
      `https://me:${secret}@issuer.example`,
    ]) {
      assert.equal(
        refusal({ useOidc: "true", oidcRequestToken: secret, oidcRequestUrl: url }),
        "The setting oidcRequestUrl must be an https URL without user. It is not shown, as it may hold a token.",
      );
    }
  });
});
