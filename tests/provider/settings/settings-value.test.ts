import assert from "node:assert/strict";
import { defaults, given, refusal, settings } from "./settings";

describe("the setting environment", () => {
  it("is any of azuread's names, in any case", () => {
    const roots = ["public", "Global", "USGovernment", "usgovernmentL4", "usgovernmentl5", "DOD", "China"].map(
      (environment) => {
        const { graphRoot, graphEndpoint, authorityHost } = settings({ ARM_ENVIRONMENT: environment });
        assert.equal(graphEndpoint, graphRoot);
        return `${graphRoot} ${authorityHost}`;
      },
    );
    assert.deepEqual(roots, [
      "https://graph.microsoft.com https://login.microsoftonline.com",
      "https://graph.microsoft.com https://login.microsoftonline.com",
      "https://graph.microsoft.us https://login.microsoftonline.us",
      "https://graph.microsoft.us https://login.microsoftonline.us",
      "https://dod-graph.microsoft.us https://login.microsoftonline.us",
      "https://dod-graph.microsoft.us https://login.microsoftonline.us",
      "https://microsoftgraph.chinacloudapi.cn https://login.chinacloudapi.cn",
    ]);
  });

  it("is refused when misspelt, with the names and the nearest one", () => {
    const names = "Allowed values are: public, global, usgovernment, usgovernmentl4, usgovernmentl5, dod, china.";
    assert.deepEqual(
      ["usgoverment", "Germany", "constructor"].map((environment) =>
        refusal(() => settings({ ARM_ENVIRONMENT: environment })),
      ),
      [
        `Invalid value for the setting environment: "usgoverment". ${names} Did you mean usgovernment?`,
        `Invalid value for the setting environment: "Germany". ${names}`,
        `Invalid value for the setting environment: "constructor". ${names}`,
      ],
    );
  });

  it("still names the cloud that tokens are for when the endpoint is another", () => {
    assert.deepEqual(settings(given({ environment: "china", graphEndpoint: "http://127.0.0.1:8080" })), {
      ...defaults,
      graphEndpoint: "http://127.0.0.1:8080",
      graphRoot: "https://microsoftgraph.chinacloudapi.cn",
      authorityHost: "https://login.chinacloudapi.cn",
    });
  });
});

describe("the setting graphEndpoint", () => {
  it("is the root that tokens are for when it leads to a cloud without a name", () => {
    const graphEndpoint = "https://graph.example";
    assert.deepEqual(settings(given({ graphEndpoint })), { ...defaults, graphEndpoint, graphRoot: graphEndpoint });
    assert.deepEqual(settings(given({ graphEndpoint, environment: "public" })), { ...defaults, graphEndpoint });
    const loopback = "http://localhost:5080";
    assert.deepEqual(settings(given({ graphEndpoint: loopback })), { ...defaults, graphEndpoint: loopback });
  });
});

describe("the setting apiVersion", () => {
  it("is v1.0 or beta", () => {
    assert.deepEqual(
      ["v1.0", "V1.0", "beta", "Beta"].map((apiVersion) => settings(given({ apiVersion })).apiVersion),
      ["v1.0", "v1.0", "beta", "beta"],
    );
    assert.equal(
      refusal(() => settings(given({ apiVersion: "v1" }))),
      'Invalid value for the setting apiVersion: "v1". Allowed values are: v1.0, beta. Did you mean v1.0?',
    );
  });
});

describe("the setting timeoutSeconds", () => {
  it("is a number of seconds from one to a day", () => {
    assert.deepEqual(
      ["1", "1200", " 90.5 ", "86400"].map((timeoutSeconds) => settings(given({ timeoutSeconds })).timeoutSeconds),
      [1, 1200, 90.5, 86_400],
    );
    const wrong = ["0", "0.999", "-1", "86401", "20m", "NaN", "Infinity"];
    assert.deepEqual(
      wrong.map((timeoutSeconds) => refusal(() => settings(given({ timeoutSeconds })))),
      wrong.map(
        (text) =>
          `Invalid value for the setting timeoutSeconds: "${text}". It must be a number of seconds between 1 and 86400.`,
      ),
    );
  });
});

describe("the setting maxConcurrency", () => {
  it("is a number of requests from 1 to 256", () => {
    assert.deepEqual(
      ["1", "1.5", "256"].map((maxConcurrency) => settings(given({ maxConcurrency })).maxConcurrency),
      [1, 2, 256],
    );
    const wrong = ["0", "-1", "257", "many", "NaN"];
    assert.deepEqual(
      wrong.map((maxConcurrency) => refusal(() => settings(given({ maxConcurrency })))),
      wrong.map(
        (text) => `Invalid value for the setting maxConcurrency: "${text}". It must be a number between 1 and 256.`,
      ),
    );
  });
});

describe("a setting that is on or off", () => {
  for (const name of ["useOidc", "useMsi", "useCli"] as const) {
    it(`is true or false in any case, or 1 or 0: ${name}`, () => {
      for (const value of ["false", "False", "FALSE", "0"])
        assert.deepEqual(settings(given({ [name]: value })), defaults);
      assert.deepEqual(
        ["yes", "2", "ture"].map((value) => refusal(() => settings(given({ [name]: value })))),
        [
          `Invalid value for the setting ${name}: "yes". Allowed values are: true, false, 1, 0.`,
          `Invalid value for the setting ${name}: "2". Allowed values are: true, false, 1, 0.`,
          `Invalid value for the setting ${name}: "ture". Allowed values are: true, false, 1, 0. Did you mean true?`,
        ],
      );
    });
  }
});
