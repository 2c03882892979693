/** A token that cannot be sent is not shown in the reason why. */
import assert from "node:assert/strict";
import { PartialFailure } from "../../provider/errors";
import type { SettingName } from "../../provider/settings/setting-value";
import { given, refusal, settings } from "../provider/settings/settings";
import { failureOf } from "../support/failures";
import { clientId, replaceLibrary, tenantId } from "../support/sign-in";
import { owned } from "../support/sources";
import { startWorld } from "../support/world";

const app = { tenantId, clientId };

/** Only the assertion is of interest, which the library asks for when it signs in. */
class ClientAssertionCredential {
  constructor(
    readonly tenant: string,
    readonly client: string,
    readonly getAssertion: () => Promise<string>,
  ) {}

  async getToken(): Promise<{ token: string; expiresOnTimestamp: number }> {
    return { token: await this.getAssertion(), expiresOnTimestamp: Number.POSITIVE_INFINITY };
  }
}

describe("a token that no header can carry", () => {
  for (const character of ["\n", "\r\n", "\u0000", " ", "\t", "é", "\u20ac", "\u202e", "\u{1f511}"]) {
    const name = JSON.stringify(character);
    const token = `first-part${character}last-part`;

    it(`is refused at once and unseen when it was given: ${name}`, async () => {
      const world = startWorld({}, { accessToken: token });
      const error = await failureOf(world.create(owned));
      assert.ok(!(error instanceof PartialFailure));
      assert.equal(error.message, "The token contains characters that no token can have.");
      assert.deepEqual([world.sent(), world.clock.slept], [[], []]);
    });

    it(`is refused unseen when a job asks for its own token with it: ${name}`, async () => {
      const putBack = replaceLibrary({ ClientAssertionCredential });
      try {
        const job = { useOidc: "true", oidcRequestUrl: "https://127.0.0.1:9/token", oidcRequestToken: token };
        const world = startWorld({}, { accessToken: "", ...app, ...job });
        const { message } = await failureOf(world.create(owned));
        assert.match(message, /oidcRequestToken contains characters that no token can have\.$/);
        assert.doesNotMatch(message, /-part/);
      } finally {
        putBack();
      }
    });
  }
});

describe("a secret in place of its file's path", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";
  const misplaced: [name: SettingName, value: string][] = [
    ["clientCertificatePath", key],
    ["clientCertificatePath", "MIIEvQIBADANBgkqhkiG9w0B\nAQEFAASC"],
    ["oidcTokenFilePath", `${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.signature`],
  ];
  for (const [name, value] of misplaced) {
    it(`is refused unseen as ${name}: ${value.slice(0, 8)}`, () => {
      const message = refusal({ ...app, [name]: value });
      assert.equal(message, `The setting ${name} must be the path of a file, not its contents.`);
    });
  }

  it("is told from a path", () => {
    for (const path of ["/run/secrets/app.pem", "C:\\keys\\app.pem", "./ey/BEGIN.pem", "eyes.pem/app"]) {
      assert.equal(settings(given({ ...app, clientCertificatePath: path })).credential?.method, "clientCertificate");
    }
  });
});
