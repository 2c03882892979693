import assert from "node:assert/strict";
import fc from "fast-check";
import { given, refusal, secret, settings } from "./settings";

const names = ["graphEndpoint", "authorityHost"] as const;
const rule = "It must be an https URL without user, query or fragment, such as https://graph.microsoft.com.";
const hidden = "(not shown, as it may hold a password)";

function refusals(values: readonly string[], name: (typeof names)[number] = "graphEndpoint"): string[] {
  return values.map((value) => refusal(() => settings(given({ [name]: value }))));
}

describe("the endpoints", () => {
  it("are https URLs of any host, or http URLs on loopback, without a trailing slash", () => {
    const endpoints: [given: string, read: string][] = [
      ["https://graph.example", "https://graph.example"],
      ["https://graph.example/", "https://graph.example"],
      ["https://graph.example:8443/some/path//", "https://graph.example:8443/some/path"],
      ["HTTPS://Graph.Example", "https://graph.example"],
      ["http://localhost:5080/", "http://localhost:5080"],
      ["http://127.0.0.1:5080", "http://127.0.0.1:5080"],
      ["http://127.8.9.10", "http://127.8.9.10"],
      ["http://[::1]:5080", "http://[::1]:5080"],
    ];
    for (const name of names) {
      for (const [value, read] of endpoints) assert.equal(settings(given({ [name]: value }))[name], read);
    }
  });

  it("are refused over plain http on any other host", () => {
    const hosts = ["graph.example", "10.0.0.1", "localhost.example", "127.0.0.1.example", "128.0.0.1", "[::2]"];
    for (const name of names) {
      assert.deepEqual(
        refusals(
          hosts.map((host) => `http://${host}`),
          name,
        ),
        hosts.map(
          (host) =>
            `Invalid value for the setting ${name}: "http://${host}". Plain http is allowed only on loopback; use https.`,
        ),
      );
    }
  });

  it("are refused when they are no URL or of another scheme", () => {
    const wrong = ["graph.example", "ftp://graph.example", "https://", "//graph.example"];
    for (const name of names) {
      assert.deepEqual(
        refusals(wrong, name),
        wrong.map((value) => `Invalid value for the setting ${name}: "${value}". ${rule}`),
      );
    }
  });

  it("are refused and not shown with a user, a query or a fragment, in any spelling", () => {
    const wrong = [
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
    for (const name of names) {
      assert.deepEqual(
        refusals(wrong, name),
        wrong.map(() => `Invalid value for the setting ${name}: "${hidden}". ${rule}`),
      );
    }
  });

  it("never print what stands before an @, behind a ? or behind a #", () => {
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
});

describe("the place where a pipeline issues tokens", () => {
  it("is asked over https only, because the job's token goes there", () => {
    for (const oidcRequestUrl of [
      "http://issuer.example/token",
      "http://127.0.0.1/token",
      "issuer.example",
      "https://",
    ]) {
      assert.equal(
        refusal(() => settings(given({ useOidc: "true", oidcRequestToken: secret, oidcRequestUrl }))),
        'Invalid value for the setting oidcRequestUrl: "(not shown, as it may hold a token)". It must be an https URL.',
      );
    }
  });
});
