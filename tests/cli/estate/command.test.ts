/** `connectedorgs estate` in process, against an emulated tenant and states as the engine exports them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { delimiter } from "node:path";
import type { Entry } from "../../../cli/estate/estate";
import type { OrganizationInput } from "../../../emulator";
import { writeExecutable } from "../../support/executable";
import { emulated } from "../emulated";
import { guid, sponsorIds } from "../export/estate";
import { type Ended, folder, write } from "../run";
import { forAll, naming, partners, valid } from "./printed";
import { stateOf } from "./state";

const { emulator, serve, command: estate } = emulated("estate");

const created = "2026-01-02T03:04:05.1234567Z";
const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const contoso: OrganizationInput = {
  id: guid("aaaa", 1),
  displayName: "Contoso | <b>\u202e 🚀",
  createdDateTime: created,
  createdBy: "anna@contoso.example",
  identitySources: [
    { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId, displayName: "Contoso Ltd" },
  ],
  internalSponsors: sponsorIds.slice(0, 1),
};
const adatum: OrganizationInput = {
  id: guid("aaaa", 2),
  displayName: "A. Datum",
  state: "proposed",
  createdDateTime: created,
  identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "adatum.com" }],
};
const wingtip: OrganizationInput = { id: guid("aaaa", 3), displayName: "Wingtip", createdDateTime: created };
const goneId = guid("dddd", 1);

type Values = Record<string, unknown> & { readonly organizations: readonly object[] };

describe("the command connectedorgs estate", () => {
  const inputs = { displayName: "Gone" };
  const prod = write(
    "one.json",
    stateOf("prod", [
      { id: wingtip.id ?? "", name: "wingtip", inputs: { externalSponsors: sponsorIds.slice(1, 2) } },
      { id: goneId, name: "gone", inputs },
    ]),
  );
  const test = write("two.json", stateOf("test", [{ id: wingtip.id ?? "", name: "wingtip-too" }]));
  const seed = {
    organizations: [contoso, adatum, wingtip],
    accessPackages: [partners],
    assignmentPolicies: [naming((contoso.id ?? "").toUpperCase()), forAll],
  };
  beforeEach(() => serve({ seed, clock: () => Date.parse("2026-11-28T12:00:00Z") }));

  const entry = (ended: Ended, id: string | undefined): Entry | undefined => {
    return valid(ended).organizations.find((one) => one.id === id);
  };

  it("tells of an organization all that a person needs to decide", async () => {
    const ended = await estate(["--state", prod, "--json"], { CONNECTEDORGS_API_VERSION: "beta" });
    const { ageInDays, policies, ...found } = entry(ended, contoso.id) ?? {};
    assert.deepEqual(found, {
      id: contoso.id,
      displayName: contoso.displayName,
      standing: "inNoStack",
      state: "configured",
      identitySources: [{ type: "azureActiveDirectoryTenant", tenantId, displayName: "Contoso Ltd" }],
      resources: [],
      createdDateTime: created,
      createdBy: "anna@contoso.example",
      sponsors: { internal: 1, external: 0, lost: [] },
    });
    assert.deepEqual(
      [policies?.map(({ displayName, accessPackage }) => [displayName, accessPackage]), Number.isInteger(ageInDays)],
      [[["Suppliers only", partners]], true],
    );
  });

  it("says of a declared sponsor that it is gone, with --sponsors", async () => {
    const { sponsors } = entry(await estate(["--state", prod, "--sponsors", "--json"]), wingtip.id) ?? {};
    assert.deepEqual(sponsors, { internal: 0, external: 0, lost: sponsorIds.slice(1, 2) });
  });

  it("is a table of 80 columns", async () => {
    const { out, code } = await estate(["--state", prod, "--state", test]);
    assert.equal(code, 7);
    const text = out.replace(/\d+ days? +/g, "9 days     ");
    const heading = "  NAME                            STATE       AGE        POLICIES  SPONSORS";
    assert.equal(
      text,
      `Estate, stacks partners/prod, partners/test: 4 findings

3 organizations: 0 managed, 1 in no stack, 1 proposed, 1 managed twice, 1 gone.

Open to the users of every configured organization, counted after the +: policy
Everybody of access package Partners.

In no stack (1)

${heading}
  Contoso | <b> 🚀                configured  9 days     1 + 1     1 int
    ${contoso.id}
    tenant ${tenantId} (Contoso Ltd)
    named by policy Suppliers only of access package Partners

Somebody created them elsewhere, for example in the portal. Take them over with
--import, or delete them there.

Proposed, in no stack (1)

${heading}
  A. Datum                        proposed    9 days     0         none
    ${adatum.id}
    domain adatum.com

The service creates them when somebody from an unknown organization is approved.
Take over those that should be configured; the others can stay.

Managed twice (1)

${heading}
  Wingtip                         configured  9 days     0 + 1
    ${wingtip.id}
    wingtip in stack partners/prod
    wingtip-too in stack partners/test

Each up undoes the other's changes, and either destroy deletes the organization.
Keep one of the resources: remove the others from the state with pulumi state
delete, and from their programs.

In a stack, but gone (1)

${heading}
  Gone                            gone                   0
    ${goneId}
    gone in stack partners/prod

Somebody deleted them. pulumi up --refresh creates them again, with a new id
that no policy names; otherwise remove them from the program.`,
    );
  });

  it("lists managed organizations too, with --all", async () => {
    const { out } = await estate(["--state", test, "--all"]);
    assert.match(out, /^Managed \(1\)\n\n.*\n {2}Wingtip /m);
  });

  it("takes the states from the engine, and the settings from the configuration of the first stack", async () => {
    const script = `case "$*" in
      "config --json --show-secrets --non-interactive --stack prod") echo '{"connectedorgs:apiVersion":{"value":"beta"}}';;
      "stack export --non-interactive --stack prod") cat ${prod};;
      "stack export --non-interactive --stack test") cat ${test};;
      *) echo "error: no stack named 'dev' found" >&2; exit 1;;
    esac`;
    writeExecutable(folder, "pulumi", script);
    const env = { PATH: [folder, process.env["PATH"]].join(delimiter) };
    const found = valid(await estate(["--stack", "prod", "--stack", "test", "--json"], env));
    assert.deepEqual([found.counts.managedTwice, found.organizations[0]?.createdBy], [1, "anna@contoso.example"]);
    const { code, err } = await estate(["--stack", "prod", "--stack", "dev"], env);
    const fact = `The state of the stack "dev" cannot be read: no stack named 'dev' found.`;
    const remedy = "Run the command in the folder of the Pulumi project, signed in to its backend.";
    assert.deepEqual([code, err], [1, `${fact} ${remedy}`]);
  });

  it("says what it may not read, and takes no missing right for an answer", async () => {
    await serve({ seed, switches: { policiesPermission: "refused" } });
    const ended = await estate(["--state", prod, "--json"]);
    assert.match(
      ended.err,
      /^The policies cannot be read: Graph answered 403 .* Grant EntitlementManagement\.Read\.All/,
    );
    assert.deepEqual([valid(ended).policiesForAll, entry(ended, contoso.id)?.policies], [null, null]);
    await serve({ seed: { ...seed, permissions: [] } });
    const { code, err, out } = await estate(["--state", prod]);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^reading the estate: Graph answered 403/);
  });

  it("leaves out resources whose organizations are in another tenant", async () => {
    const other = { __tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48" };
    const state = write("other.json", stateOf("other", [{ id: goneId, name: "gone", outputs: other }]));
    const claims = Buffer.from(JSON.stringify({ tid: tenantId })).toString("base64url");
    const env = { CONNECTEDORGS_ACCESS_TOKEN: `e30.${claims}.x` };
    const found = valid(await estate(["--state", state, "--json"], env));
    assert.deepEqual([found.tenantId, found.ofOtherTenants, found.counts.gone], [tenantId, 1, 0]);
  });

  it("is shown again, and compared, without a request", async () => {
    const before = write("before.json", (await estate(["--state", prod, "--json"])).out);
    emulator().portal.patch(contoso.id ?? "", { displayName: "Contoso Inc" });
    emulator().portal.delete(adatum.id ?? "");
    const after = write("after.json", (await estate(["--state", prod, "--json"])).out);
    const { length } = emulator().requests;
    const { code, out } = await estate(["--from", after, "--since", before]);
    assert.deepEqual([code, emulator().requests.length], [7, length]);
    assert.match(out, /^Estate, stack partners\/prod: 1 new finding since \d{4}-\d\d-\d\d \d\d:\d\d$/m);
    assert.match(out, /^1 earlier finding resolved\.$/m);
    assert.match(out, /^ {2}Contoso Inc /m);
    assert.doesNotMatch(out, /adatum|Gone/);
    emulator().portal.setPolicy(naming(goneId));
    const later = write("later.json", (await estate(["--state", prod, "--json"])).out);
    const named = valid(await estate(["--from", later, "--since", after, "--json"]));
    assert.deepEqual(
      named.organizations.map(({ displayName }) => displayName),
      ["Gone"],
      "A policy names it now.",
    );
    const onlyNew = write("new.json", (await estate(["--from", after, "--since", before, "--json"])).out);
    for (const [file, reason] of [
      [onlyNew, `The file of --since lists only what was new: ${onlyNew}. Pass a --json made without --since.`],
      [
        prod,
        `The file of --since is not the output of connectedorgs estate --json: ${prod}. Use the file as that command wrote it.`,
      ],
    ] as const)
      assert.deepEqual((await estate(["--from", after, "--since", file])).err, reason);
  });

  it("doubts the settings where nothing of the stacks is there", async () => {
    await serve({ seed: { organizations: [] } });
    const { out } = await estate(["--state", prod]);
    const doubt = "No organization of these stacks is in the tenant: make sure the settings name\nthe right tenant.";
    assert.ok(out.includes(`\n${doubt}\n`), out);
  });

  it("reads a state that begins with a byte order mark", async () => {
    const marked = write("marked.json", `\uFEFF${readFileSync(prod, "utf8")}`);
    assert.equal((await estate(["--state", marked])).out, (await estate(["--state", prod])).out);
  });

  const damaged: [what: string, change: (read: Values) => object][] = [
    ["an organization", () => ({ organizations: [{}] })],
    ["the counts", () => ({ counts: null })],
    ["a stack", () => ({ stacks: [null] })],
    ["a standing", ({ organizations: [first] }) => ({ organizations: [{ ...first, standing: "constructor" }] })],
    ["a source", ({ organizations: [first] }) => ({ organizations: [{ ...first, identitySources: [{}] }] })],
    ["a policy", () => ({ policiesForAll: [{ id: "p", displayName: "P", accessPackage: "A" }] })],
  ];
  for (const [what, change] of damaged)
    it(`takes no earlier estate in which ${what} is damaged`, async () => {
      const read = JSON.parse((await estate(["--state", prod, "--json"])).out) as Values;
      const file = write("damaged.json", { ...read, ...change(read) });
      for (const args of [
        ["--from", file],
        ["--state", prod, "--since", file],
      ]) {
        const { code, err } = await estate(args);
        const fact = `The file of ${args.at(-2)} is not the output of connectedorgs estate --json: ${file}.`;
        assert.deepEqual([code, err], [2, `${fact} Use the file as that command wrote it.`]);
      }
    });

  for (const option of [["--id", guid("aaaa", 1)], ["--force"]])
    it(`takes ${option[0]} only beside --import`, async () => {
      const { code, err } = await estate(["--state", "state.json", ...option]);
      assert.deepEqual([code, err], [2, `Option ${option[0]} needs --import.`]);
    });

  it("needs something to compare with", async () => {
    const { code, err } = await estate([]);
    assert.deepEqual([code, err], [2, "Either --stack or --state must be provided."]);
  });
});
