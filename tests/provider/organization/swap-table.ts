/** The tables about the swap: what each row starts from, and what is looked at. */
import { defaultSeed } from "../../../emulator";
import type { Difference } from "../../../provider/organization/difference";
import { type Source, sourceKey, sourceToGraph } from "../../../provider/organization/identity-source";
import { collection, domain, fabrikam, messageOf, organization, tenant, wingtip } from "../../support/organizations";
import { checked, startWorld, type World } from "../../support/world";

/** Declared and stored forms, by short names: D and D2 are domains of tenant T, E is nobody's. */
export const forms = {
  D: domain("wingtiptoys.com"),
  "D respelled": domain(" WingtipToys.COM. "),
  D2: domain("wingtiptoys.onmicrosoft.com"),
  E: domain("adatum.com"),
  T: tenant(wingtip),
  "T respelled": { ...tenant(wingtip.toUpperCase()), displayName: "Any name" },
  U: tenant(fabrikam),
  cross: { type: "crossCloudAzureActiveDirectoryTenant", tenantId: wingtip, cloudInstance: "microsoftonline.us" },
  federation: {
    type: "externalDomainFederation",
    domainName: "wingtiptoys.com",
    issuerUri: "https://sts.wingtip.com/t",
  },
  social: { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
  future: { type: "verifiedIdIdentitySource", authority: "did:web:wingtiptoys.com" },
} as const satisfies Record<string, Source>;
export type Form = keyof typeof forms;

/** What the look-ups say about the domains D and D2, and how that comes about. */
export const answers = {
  T: () => {},
  "T by OpenID": ({ emulator }: World) => emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]),
  U: ({ emulator }: World) => {
    for (const { domainName } of [forms.D, forms.D2]) emulator.portal.moveDomain(String(domainName), fabrikam);
  },
  nobody: ({ emulator }: World) => {
    emulator.portal.addTenant({ tenantId: wingtip, displayName: "Wingtip Toys", domains: [] });
  },
  undecided: ({ emulator }: World) =>
    emulator.faults.add(
      { path: "findTenantInformation", times: "always", fault: { kind: "status", status: 403 } },
      { path: "openid-configuration", times: "always", fault: { kind: "reset" } },
    ),
} as const satisfies Record<string, (world: World) => void>;
export type Answer = keyof typeof answers;
export const anyAnswer = Object.keys(answers) as Answer[];

/** What state, program and service hold at the start. */
export interface Start {
  /** The declared form in state. */
  readonly was: Form;
  /** The form in the program. @default the one in state */
  readonly now?: Form;
  /** What the state says the service stores. */
  readonly stored: Form | "nothing";
  /** What the state says the domain D was stored as. */
  readonly record?: Form;
  /** What the service stores. @default the stored form */
  readonly live?: Form;
  readonly answers: readonly Answer[];
}

export type Preview = "none" | "in place" | "replacement";

export interface Outcome {
  readonly difference: Preview;
  /** The requests of the difference. */
  readonly asks: string;
  readonly read: string;
  /** The form that read shows as declared. */
  readonly shows: Form | "nothing";
  /** The difference after the read. */
  readonly refreshed: Preview;
  readonly update: string;
  readonly fails?: string;
}

export async function outcomeOf(start: Start, answer: Answer): Promise<Outcome> {
  const world = startWorld({ seed: { tenants: defaultSeed.tenants ?? [] } });
  const { was, now = was, stored, record, live = stored } = start;
  const resolved = stored === "nothing" ? [] : [forms[stored]];
  const { id, createdDateTime } = world.emulator.portal.create({
    displayName: "Partner",
    description: "Supplier",
    identitySources: live === "nothing" ? [] : [onWire(forms[live])],
  });
  answers[answer](world);
  const outputs = {
    ...checked(organization(forms[was])),
    resolvedIdentitySources: resolved,
    createdDateTime,
    __schemaVersion: 1,
    __resolutions: record ? { [sourceKey(forms.D)]: sourceKey(forms[record]) } : {},
  };
  const declared = organization(forms[now]);
  const difference = preview(await world.compare(outputs, declared));
  const asks = requests(world, id);
  const seen = await world.read(id, outputs);
  const read = requests(world, id);
  const shows = formOf(seen?.inputs["identitySources"] as Source[]);
  const refreshed = preview(await world.compare(seen?.outputs ?? {}, declared));
  requests(world, id);
  let fails: string | undefined;
  await world.update(id, outputs, declared).catch(async (error: Error) => {
    fails = (await messageOf(Promise.reject(error))).replaceAll(id, "ID");
  });
  const update = requests(world, id);
  return { difference, asks, read, shows, refreshed, update, ...(fails === undefined ? {} : { fails }) };
}

function onWire(source: Source): ReturnType<typeof sourceToGraph> & { "@odata.type": string } {
  return { ...sourceToGraph(source), "@odata.type": `#microsoft.graph.${source.type}` };
}

function preview({ changes, replaces }: Difference): Preview {
  if (replaces) return "replacement";
  return changes === false ? "none" : "in place";
}

function formOf(shown: readonly Source[]): Form | "nothing" {
  const [only] = shown;
  if (!only) return "nothing";
  const names = Object.keys(forms) as Form[];
  return names.find((name) => sourceKey(forms[name]) === sourceKey(only)) ?? "nothing";
}

/** Such as `GET, Graph wingtiptoys.com, OpenID wingtiptoys.com`. */
function requests(world: World, id: string): string {
  const lines = world.sent().map((line) =>
    line
      .replace(` ${collection}/${id}`, "")
      .replace(/^GET .*findTenantInformationByDomainName\(domainName='(.*)'\)$/, "Graph $1")
      .replace(/^GET \/(.*)\/\.well-known\/openid-configuration$/, "OpenID $1"),
  );
  return lines.join(", ");
}
