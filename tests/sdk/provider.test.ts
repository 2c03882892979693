/** The class Provider under Pulumi's mocks: what reaches the engine of its settings. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ConnectedOrganization, Provider, type ProviderArgs } from "../../sdk";
import { resolved, secret, useMocks } from "./mocks";

const marker = { "connectedorgs:explicit": "true" };
const ids = { tenantId: "partner.example", clientId: "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11" };

describe("the class Provider", () => {
  const registered = useMocks();

  const inputsOf = async (args: ProviderArgs): Promise<unknown> => {
    await resolved(new Provider("europe", args).urn);
    assert.equal(registered.length, 1);
    return registered[0]?.inputs;
  };

  it("registers the SDK's own dynamic provider with its settings by their configuration keys", async () => {
    await resolved(new Provider("europe", ids).urn);
    assert.deepEqual(
      registered.map(({ type, name, inputs }) => ({ type, name, inputs })),
      [
        {
          type: "pulumi:providers:pulumi-nodejs",
          name: "europe",
          inputs: { "connectedorgs:tenantId": ids.tenantId, "connectedorgs:clientId": ids.clientId, ...marker },
        },
      ],
    );
  });

  it("says that its settings are arguments also when there are none", async () => {
    assert.deepEqual(await inputsOf({}), marker);
  });

  it("keeps secrets secret, given plainly or as a secret already", async () => {
    assert.deepEqual(
      await inputsOf({
        clientSecret: "plain",
        accessToken: pulumi.secret("token"),
        clientCertificatePassword: "password",
        oidcToken: "assertion",
        oidcRequestToken: "request",
      }),
      {
        "connectedorgs:clientSecret": secret("plain"),
        "connectedorgs:accessToken": secret("token"),
        "connectedorgs:clientCertificatePassword": secret("password"),
        "connectedorgs:oidcToken": secret("assertion"),
        "connectedorgs:oidcRequestToken": secret("request"),
        ...marker,
      },
    );
  });

  it("hands numbers and truth values over as text, and leaves out what is undefined", async () => {
    const none: Record<string, undefined> = { environment: undefined, apiVersion: undefined };
    const args = {
      ...none,
      timeoutSeconds: 90,
      useMsi: true,
      useOidc: false,
      graphEndpoint: "https://g",
    } as ProviderArgs;
    assert.deepEqual(await inputsOf(args), {
      "connectedorgs:timeoutSeconds": "90",
      "connectedorgs:useMsi": "true",
      "connectedorgs:useOidc": "false",
      "connectedorgs:graphEndpoint": "https://g",
      ...marker,
    });
  });

  const refused: [args: object, message: string][] = [
    [{ accessToken: undefined }, "The argument accessToken is empty. Give it a value, or leave it out."],
    [{ tenantId: "x", clientSecret: "" }, "The argument clientSecret is empty. Give it a value, or leave it out."],
    [{ clientId: null }, "The argument clientId is empty. Give it a value, or leave it out."],
    [{ environment: " " }, "The argument environment is empty. Give it a value, or leave it out."],
    [{ tenantid: "x" }, 'Unknown argument "tenantid". Did you mean tenantId?'],
    [{ region: "x" }, 'Unknown argument "region".'],
    [
      { clientCertificatePath: "-----BEGIN PRIVATE KEY-----" },
      "The argument clientCertificatePath must be the path of a file, not its contents.",
    ],
  ];
  for (const [args, message] of refused) {
    it(`refuses what can only be a mistake, before anything is registered: ${JSON.stringify(Object.keys(args))}`, () => {
      assert.throws(() => new Provider("europe", args as ProviderArgs), {
        name: "Error",
        message: `Provider "europe": ${message}`,
      });
      assert.deepEqual(registered, []);
    });
  }

  it("hands an output that turns out to be nothing over as empty, which the first operation refuses", async () => {
    const args = { accessToken: pulumi.output(undefined), tenantId: pulumi.output(null) } as unknown as ProviderArgs;
    assert.deepEqual(await inputsOf(args), {
      "connectedorgs:accessToken": secret(""),
      "connectedorgs:tenantId": "",
      ...marker,
    });
  });

  it("takes outputs of other resources for each setting", async () => {
    const tenantId = pulumi.output("partner.example").apply((name) => name.toUpperCase());
    assert.deepEqual(
      await inputsOf({ tenantId, clientSecret: pulumi.output("plain"), timeoutSeconds: pulumi.output(5) }),
      {
        "connectedorgs:tenantId": "PARTNER.EXAMPLE",
        "connectedorgs:clientSecret": secret("plain"),
        "connectedorgs:timeoutSeconds": "5",
        ...marker,
      },
    );
  });

  it("leaves the object of arguments as it was, even a frozen one", async () => {
    const frozen = Object.freeze({ ...ids, timeoutSeconds: 5 });
    await inputsOf(frozen);
    assert.deepEqual(frozen, { ...ids, timeoutSeconds: 5 });
  });

  it("stands behind the organizations that it is given to", async () => {
    const europe = new Provider("europe", ids);
    const organization = new ConnectedOrganization(
      "wingtip",
      {
        displayName: "Wingtip Toys",
        identitySources: [{ type: "socialIdentitySource", socialIdentitySourceType: "facebook" }],
      },
      { provider: europe },
    );
    await resolved(organization.urn);
    const [urn, id] = [await resolved(europe.urn), await resolved(europe.id)];
    assert.equal(registered[1]?.provider, `${urn}::${id}`);
  });
});
