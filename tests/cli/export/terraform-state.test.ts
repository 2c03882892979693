/** What a Terraform state says of connected organizations, and what an export makes of it. */
import assert from "node:assert/strict";
import { organizationsOfTerraform } from "../../../cli/export/terraform-state";
import type { Source } from "../../../provider/organization/identity-source";
import { abroad, domain, fabrikam, onWire, tenant, wingtip } from "../../support/sources";
import {
  inMicrosoft365wp,
  inMsgraph,
  type TerraformResource,
  terraformFile,
  terraformShown,
} from "../../support/terraform";
import { emulated } from "../emulated";
import { write } from "../run";

const id = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
const other = "7a1c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c22";
const named = (source: Source) => onWire(source, "Wingtip");
const fact =
  "The Terraform state holds no connected organization of msgraph_resource or microsoft365wp_connected_organization.";

describe("the connected organizations of a Terraform state", () => {
  const federation = { type: "externalDomainFederation", domainName: "a.example", issuerUri: "https://sts.a.example" };
  const rows: [what: string, resource: TerraformResource, sources: readonly Source[]][] = [
    ["a domain of msgraph's", inMsgraph(id, [named(domain("wingtiptoys.com"))]), [domain("wingtiptoys.com")]],
    [
      "all kinds of msgraph's",
      inMsgraph(id, [tenant(wingtip), abroad, federation].map(named)),
      [tenant(wingtip), abroad, federation],
    ],
    [
      "a domain whose type msgraph's refresh replaced",
      inMsgraph(id, [{ ...named(tenant(wingtip)), tenantId: undefined, domainName: "wingtiptoys.com" }]),
      [domain("wingtiptoys.com")],
    ],
    [
      "a domain of microsoft365wp's",
      inMicrosoft365wp(id, "domain_identity_source", { domain_name: "wingtiptoys.com" }),
      [domain("wingtiptoys.com")],
    ],
    [
      "another kind of microsoft365wp's",
      inMicrosoft365wp(id, "cross_cloud_azure_active_directory_tenant", {
        tenant_id: abroad["tenantId"],
        cloud_instance: abroad["cloudInstance"],
      }),
      [abroad],
    ],
  ];
  for (const [what, resource, sources] of rows) {
    it(`are read from a state file and from what Terraform shows: ${what}`, () => {
      for (const write of [terraformFile, terraformShown]) {
        const state = JSON.parse(JSON.stringify(write([resource, inMsgraph(other, [], "groups")])));
        assert.deepEqual([...organizationsOfTerraform(state)], [[id, sources]]);
      }
    });
  }

  it("are told from what is none", () => {
    const data = {
      ...terraformFile([]),
      resources: [{ ...terraformFile([inMsgraph(id, [])]).resources[0], mode: "data" }],
    };
    const inherited = terraformFile([{ ...inMsgraph(id, []), type: "constructor" }]);
    for (const state of [
      data,
      inherited,
      terraformShown([inMsgraph(id, [], "users")]),
      {},
      [],
      null,
      { resources: [null, 1] },
    ])
      assert.throws(() => organizationsOfTerraform(state), {
        message: `${fact} Give the output of terraform show -json, or the state file.`,
      });
  });
});

describe("connectedorgs export --terraform-state", () => {
  const { serve, command: exported } = emulated("export");

  it("keeps the domains that are stored as their tenant, and no others", async () => {
    const organizations = [
      { id, displayName: "Wingtip", identitySources: [named(tenant(wingtip))] },
      { id: other, displayName: "Moved", identitySources: [named(tenant(fabrikam))] },
      { displayName: "Not of Terraform", identitySources: [named(domain("adatum.com"))] },
    ];
    await serve({ seed: { organizations } });
    const declared = [id, other.toUpperCase()].map((each) => inMsgraph(each, [named(domain("wingtiptoys.com"))]));
    const file = write("terraform.tfstate", terraformFile(declared));
    const { code, out, err } = await exported(["--json", "--terraform-state", file]);
    const { resources } = JSON.parse(out) as {
      resources: { inputs: { displayName: string; identitySources: unknown } }[];
    };
    assert.deepEqual(
      [code, resources.map(({ inputs }) => [inputs.displayName, inputs.identitySources]), err],
      [
        0,
        [
          ["Moved", [tenant(fabrikam)]],
          ["Wingtip", [domain("wingtiptoys.com")]],
        ],
        `As stored: connected organization "Moved" (${other}): could not confirm that it is domainIdentitySource wingtiptoys.com, as Terraform says.`,
      ],
    );
  });
});
