/** One life of the swap: what it starts from, and what a person and Graph see of it. */
import { defaultSeed } from "../../../emulator";
import type { Difference } from "../../../provider/organization/difference";
import { type Source, sourceKey, sourceToGraph } from "../../../provider/organization/identity-source";
import { messageOf } from "../../support/failures";
import { collection } from "../../support/organizations";
import { fabrikam, organization, wingtip } from "../../support/sources";
import { checked, startWorld, type World } from "../../support/world";
import { form, forms, formsOf, recordOf } from "./forms";

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

/** Forms by name: an empty one is none. */
export interface Start {
  /** What the state holds as declared. */
  readonly was: string;
  /** What the program declares. */
  readonly now: string;
  /** What the state says the service stores. */
  readonly stored: string;
  /** What the state says the domain D was stored as. */
  readonly record: string;
  /** What the service stores. */
  readonly live: string;
}

export interface Course {
  readonly difference: Preview;
  /** The requests of the difference. */
  readonly asks: string;
  readonly read: string;
  /** The form that read shows as declared. */
  readonly shows: string;
  /** The difference after the read, and its requests. */
  readonly refreshed: Preview;
  readonly asksAgain: string;
  readonly update: string;
  readonly fails?: string;
}

type Preview = "none" | "in place" | "replacement";

export async function courseOf({ was, now, stored, record, live }: Start, answer: Answer): Promise<Course> {
  const world = startWorld({ seed: { tenants: defaultSeed.tenants ?? [] } });
  const { id, createdDateTime } = world.emulator.portal.create({
    displayName: "Partner",
    description: "Supplier",
    identitySources: formsOf(live).map(onWire),
  });
  answers[answer](world);
  const outputs = {
    ...checked(organization(...formsOf(was))),
    resolvedIdentitySources: formsOf(stored),
    createdDateTime,
    __schemaVersion: 1,
    __resolutions: recordOf(record && `D=${record}`),
  };
  const declared = organization(...formsOf(now));
  const difference = preview(await world.compare(outputs, declared));
  const asks = requests(world, id);
  const seen = await world.read(id, outputs);
  const read = requests(world, id);
  const shows = nameOf(seen?.inputs["identitySources"] as Source[]);
  const refreshed = preview(await world.compare(seen?.outputs ?? {}, declared));
  const asksAgain = requests(world, id);
  let fails: string | undefined;
  await world.update(id, outputs, declared).catch(async (error: Error) => {
    fails = (await messageOf(Promise.reject(error))).replaceAll(id, "ID");
  });
  const update = requests(world, id);
  return { difference, asks, read, shows, refreshed, asksAgain, update, ...(fails === undefined ? {} : { fails }) };
}

function onWire(source: Source): ReturnType<typeof sourceToGraph> & { "@odata.type": string } {
  return { ...sourceToGraph(source), "@odata.type": `#microsoft.graph.${source.type}` };
}

function preview({ changes, replaces }: Difference): Preview {
  if (replaces) return "replacement";
  return changes === false ? "none" : "in place";
}

function nameOf(shown: readonly Source[]): string {
  const names = shown.map((source) => Object.keys(forms).find((name) => sourceKey(form(name)) === sourceKey(source)));
  return names.join(" ") || "nothing";
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
