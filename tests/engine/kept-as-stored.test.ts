/** What the service stores comes back by the option ignoreChanges, and what the program keeps secret stays so. */
import assert from "node:assert/strict";
import {
  type Door,
  failed,
  forEachDoor,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
} from "./support";

type Portal = Stack["emulator"]["portal"];
type Organization = ReturnType<Portal["list"]>[number];

const isSecret = "4dabf18193072939515e22adb298388d";
const type = (name: string) => `#microsoft.graph.${name}`;

/** What somebody, or the service, makes of an organization, by its name in the program. */
const stored: Readonly<Record<string, Parameters<Portal["patch"]>[1]>> = {
  state: { state: "unknownFutureValue" },
  nothing: { identitySources: [] },
  underscore: {
    identitySources: [{ "@odata.type": type("domainIdentitySource"), domainName: "_b2b.partner.example" }],
  },
  tomorrow: { identitySources: [{ "@odata.type": type("verifiedWorkforce"), workforceId: "7" }] },
  social: { identitySources: [{ "@odata.type": type("socialIdentitySource"), socialIdentitySourceType: "google" }] },
  cloud: {
    identitySources: [
      {
        "@odata.type": type("crossCloudAzureActiveDirectoryTenant"),
        tenantId: "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9",
        cloudInstance: "microsoftonline.de",
      },
    ],
  },
};

const unknownSponsor = "6f2d1c3b-4a59-4e70-8b91-a2c3d4e5f607";

const programOf = (description: string, { entry }: Door, sponsors = "undefined") => `
  const pulumi = require("@pulumi/pulumi");
  const { ConnectedOrganization } = require("${entry}");
  const type = "domainIdentitySource";
  for (const name of ${JSON.stringify(Object.keys(stored))}) {
    const identitySources = [{ type, domainName: name + ".example" }];
    const args = { displayName: name, description: "${description}", identitySources };
    new ConnectedOrganization(name, args, { ignoreChanges: ["identitySources", "state"] });
  }
  new ConnectedOrganization("whole", {
    displayName: "Whole",
    description: "${description}",
    identitySources: pulumi.secret([{ type, domainName: "wingtiptoys.com" }]),
    internalSponsors: ${sponsors},
  });
  new ConnectedOrganization("part", {
    displayName: "Part",
    identitySources: [{ type, domainName: pulumi.secret("fabrikam.com") }],
  });`;

forEachDoor("a property that is left to the service, or secret, under the real engine", function (door) {
  this.timeout(180_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({}, { door });
    await stack.project.writeProgram(programOf("First", door), "javascript");
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());

  const live = () => stack.emulator.portal.list();
  const idOf = (name: string) => live().find(({ displayName }) => displayName === name)?.id ?? "";
  const isHidden = async () => {
    const { text } = await stack.project.state();
    const hidden = ["wingtiptoys", tenantOfWingtip, "fabrikam", tenantOfFabrikam];
    const shown = hidden.filter((each) => text.toLowerCase().includes(each));
    assert.deepEqual(shown, []);
    for (const name of ["whole", "part"]) {
      const resolved = (await stack.project.resource(name))?.outputs?.["resolvedIdentitySources"];
      assert.ok(resolved instanceof Object && isSecret in resolved, `${name} shows ${JSON.stringify(resolved)}`);
    }
  };

  it("is in the state as secret, with all that follows from it", isHidden);

  it("comes back as it is stored, and hinders no up", async () => {
    for (const [name, changes] of Object.entries(stored)) stack.emulator.portal.patch(idOf(name), changes);
    const before = live();
    await succeeded(stack.project.refresh());
    const seen = (await stack.project.resource("state"))?.inputs?.["state"];
    assert.equal(seen, "unknownFutureValue");
    await succeeded(stack.project.up(["--expect-no-changes"]));
    await stack.project.writeProgram(programOf("Second", door), "javascript");
    stack.emulator.clearRequests();
    await succeeded(stack.project.up());
    const sent = stack.emulator.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body);
    const changed = [...Object.keys(stored), "whole"];
    assert.deepEqual(
      sent,
      changed.map(() => ({ description: "Second" })),
    );
    const kept = ({ id, displayName, state, identitySources }: Organization) => ({
      id,
      displayName,
      state,
      identitySources,
    });
    assert.deepEqual(live().map(kept), before.map(kept));
    await succeeded(stack.project.refresh(["--expect-no-changes"]));
  });

  it("is secret after refresh and update, too", isHidden);

  it("is secret after an update that failed, with what that had sent", async () => {
    const sponsors = `pulumi.secret(["${unknownSponsor}"])`;
    await stack.project.writeProgram(programOf("Third", door, sponsors), "javascript");
    stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = "5";
    await failed(stack.project.up());
    const attempted = (await stack.project.resource("whole"))?.outputs?.["__attempted"];
    assert.ok(attempted instanceof Object && isSecret in attempted, JSON.stringify(attempted));
    await isHidden();
  });
});
