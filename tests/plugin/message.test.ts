import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { pack, unpack } from "../../plugin/message";
import type { Values } from "../../provider/organization/recorded";
import { unknownValue } from "../../provider/organization/unknown";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const value = fc.oneof({ weight: 4, arbitrary: json }, fc.constant(unknownValue), fc.array(fc.constant(unknownValue)));
/** Google's Struct loses a property of this name at any depth, because it assigns where it should define. */
const lost = /"__proto__":/;
const values = fc
  .dictionary(fc.string(), value, { noNullPrototype: true })
  .filter((some) => !lost.test(JSON.stringify(some)));

/** As the engine sends it. */
function received(properties: Values): ReturnType<typeof unpack> {
  return unpack(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]));
}

describe("a message", () => {
  it("is unpacked to what was packed, with the same secrets", () => {
    fc.assert(
      fc.property(values, fc.func(fc.boolean()), (some, isSecret) => {
        const secrets = Object.keys(some).filter((name) => isSecret(name));
        const { values: found, secrets: marked } = unpack(
          Struct.deserializeBinary(pack(some, secrets).serializeBinary()),
        );
        assert.deepEqual([found, marked.toSorted()], [some, secrets.toSorted()]);
      }),
    );
  });

  it("is empty when there is none", () => {
    assert.deepEqual(unpack(undefined), { values: {}, secrets: [] });
  });

  it("tells which properties hold a secret, however deep, and gives its value", () => {
    const { values, secrets } = received({
      displayName: secret("Partner"),
      identitySources: [{ type: "domainIdentitySource", domainName: secret(secret("wingtiptoys.com")) }],
      description: "",
    });
    assert.deepEqual(secrets.toSorted(), ["displayName", "identitySources"]);
    assert.deepEqual(values, {
      displayName: "Partner",
      identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
      description: "",
    });
  });

  for (const sent of [
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ]) {
    it(`holds one kind of unknown, also sent as ${sent}`, () => {
      assert.deepEqual(received({ list: sent, nested: [{ of: secret(sent) }] }).values, {
        list: unknownValue,
        nested: [{ of: unknownValue }],
      });
    });
  }
});
