/** No text that leaves holds a secret, in whatever form it comes back. */
import assert from "node:assert/strict";
import { oneLine, quote } from "../../provider/errors";
import { keepSecret, redact } from "../../provider/redact";
import { startWorld } from "../support/world";

const secret = "p@ss/w0rd+of~the app";
const jwt = "eyJhbGciOiJub25lIn0.eyJ0aWQiOiJ4In0.c2lnbmF0dXJl";

describe("a text that leaves", () => {
  before(() => keepSecret(secret));

  const forms: [form: string, text: string][] = [
    ["as it is", secret],
    ["as a part of a URL", encodeURIComponent(secret)],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64url", Buffer.from(secret).toString("base64url")],
    ["in JSON", JSON.stringify({ said: `"${secret}"` })],
  ];
  for (const [form, text] of forms) {
    it(`holds no secret that the process knows: ${form}`, () => {
      const found = redact(`before ${text} after`);
      assert.ok(found.includes("[secret]") && found.startsWith("before ") && found.endsWith(" after"), found);
      assert.ok(!found.includes(text) && !found.includes(secret), found);
    });
  }

  const looks: [text: string, left: string][] = [
    [`Authorization: Bearer ${jwt}`, "Authorization: Bearer [secret]"],
    ["authorization: bearer abcdef123456", "authorization: bearer [secret]"],
    [`the token ${jwt} is expired`, "the token [secret] is expired"],
    ["client_id=6f0c&client_secret=abc%7Edef&scope=x", "client_id=6f0c&client_secret=[secret]&scope=x"],
    ['{"access_token": "abc", "expires_in": 1}', '{"access_token":"[secret]", "expires_in": 1}'],
    ["Use the bearer of this message.", "Use the bearer of this message."],
    ["AADSTS7000215: Invalid client secret provided.", "AADSTS7000215: Invalid client secret provided."],
  ];
  for (const [text, left] of looks) {
    it(`holds nothing that looks like one: ${text.slice(0, 40)}`, () => assert.equal(redact(text), left));
  }

  it("holds the emulator's name, which its pages use as the token", () => {
    keepSecret("emulator");
    assert.equal(redact("connectedorgs emulator --port 8800"), "connectedorgs emulator --port 8800");
  });

  it("holds no beginning of one where it is cut", () => {
    const long = `${"x".repeat(390)} ${secret}`;
    for (const text of [oneLine(long), quote(`${"x".repeat(110)} ${secret}`)]) assert.ok(!text.includes("p@ss"), text);
  });

  it("holds no token when Graph's error, or what a gateway says, repeats the request's header", async () => {
    for (const message of ["Bad token test-token in the header.", "Authorization: Bearer test-token"]) {
      const world = startWorld();
      world.emulator.faults.add({ fault: { kind: "status", status: 400, code: "test-token", message } });
      await assert.rejects(world.findOne({ id: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" }), (error: Error) => {
        assert.match(error.message, /Graph answered 400 \[secret\]: .*\[secret\]/);
        return !error.message.includes("test-token");
      });
    }
  });
});
