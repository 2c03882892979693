// Reads the organizations of a tenant as the provider itself would after an import.

import { UserError } from "../../provider/errors";
import type { Door } from "../../provider/graph/door";
import { GraphFailure, isNotFound } from "../../provider/graph/failure";
import { readLive } from "../../provider/lifecycle/lifecycle";
import { check } from "../../provider/organization/check";
import { type Source, sourceKey } from "../../provider/organization/identity-source";
import type { Organization } from "../../provider/organization/organization";
import { recordedOf, type Values } from "../../provider/organization/recorded";
import type { Session } from "../../provider/session";
import { count } from "../count";
import { chooseNames } from "./resource-name";
import type { DeclaredInTerraform } from "./terraform-state";

export interface Selection {
  /** An OData filter, which Graph applies. */
  readonly filter: string | undefined;
  readonly state: string | undefined;
  /** Empty means all. */
  readonly ids: readonly string[];
  readonly withSponsors: boolean;
  /** Only the organizations of this Terraform state, as it declares them. */
  readonly terraform?: DeclaredInTerraform | undefined;
}

/** An organization as the program declares it and as the state will hold it. */
export interface Exported {
  readonly name: string;
  readonly id: string;
  /** In check's normal form. */
  readonly inputs: Values;
  readonly outputs: Values;
  /** What Terraform declares instead, but no look-up confirms. */
  readonly unconfirmed?: readonly Source[];
}

/** What the provider reads but cannot declare, such as a kind of identity source that Graph added later. */
export interface LeftOut {
  readonly id: string;
  readonly displayName: string;
  readonly reason: string;
}

export interface Estate {
  readonly exported: readonly Exported[];
  readonly leftOut: readonly LeftOut[];
}

type Reach = ReturnType<Session["reach"]>;

export async function readEstate(
  reach: Reach,
  selection: Selection,
  progress: (text: string) => void,
): Promise<Estate> {
  const found = await readOrganizations(reach.door, selection, progress);
  const { terraform } = selection;
  const wanted = found.filter(
    ({ id, state }) =>
      (selection.state === undefined || state === selection.state) && (!terraform || terraform.has(id.toLowerCase())),
  );
  return await exportThose(reach, wanted, selection, progress);
}

/** Those that were read. */
export async function exportThose(
  reach: Reach,
  wanted: readonly Organization[],
  {
    withSponsors,
    terraform,
    takenNames = new Set(),
  }: Pick<Selection, "withSponsors" | "terraform"> & { readonly takenNames?: ReadonlySet<string> },
  progress: (text: string) => void,
): Promise<Estate> {
  const names = chooseNames(wanted, takenNames);
  let count = 0;
  const entries = await Promise.all(
    wanted.map(sorted).map(async (live) => {
      const entry = await examine(reach, live, names.get(live.id) ?? "", { withSponsors, terraform });
      count += 1;
      if (withSponsors) progress(`Read the sponsors of ${count} of ${wanted.length} organizations.`);
      return entry;
    }),
  );
  return {
    exported: entries.flatMap((entry) => ("name" in entry ? [entry] : [])).sort(by(({ name }) => name)),
    leftOut: entries.flatMap((entry) => ("name" in entry ? [] : [entry])).sort(by(({ id }) => id)),
  };
}

async function readOrganizations(
  door: Door,
  { filter, ids }: Selection,
  progress: (text: string) => void,
): Promise<Organization[]> {
  if (ids.length > 0) return await Promise.all(ids.map((id) => getOne(door, id)));
  const list = door.list(filter === undefined ? undefined : { expression: filter }, (items) =>
    progress(`Read ${count(items, "organization")}.`),
  );
  const found = await list.catch((error) => {
    throw filter === undefined ? error : explainFilter(error);
  });
  // A page may repeat items of the one before if the list changes meanwhile.
  return [...new Map(found.map((organization) => [organization.id, organization])).values()];
}

async function getOne(door: Door, id: string): Promise<Organization> {
  try {
    return await door.get(id);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new UserError(
      `No organization has the id ${id}.`,
      "Check the id, and make sure the settings name the right tenant.",
    );
  }
}

function explainFilter(error: unknown): unknown {
  if (!(error instanceof GraphFailure) || !error.isBadRequest) return error;
  return new UserError(error.fact, "Check the filter, or leave --filter out and choose by --state or --id.", error);
}

/** The service's order has no meaning, so the output must not depend on it. */
function sorted(live: Organization): Organization {
  return { ...live, identitySources: [...live.identitySources].sort(by(sourceKey)) };
}

async function examine(
  reach: Reach,
  live: Organization,
  name: string,
  { withSponsors, terraform }: Pick<Selection, "withSponsors" | "terraform">,
): Promise<Exported | LeftOut> {
  const { id, displayName } = live;
  const identitySources = live.identitySources.map(({ displayName: _, ...source }) => source);
  const managed = withSponsors ? { internalSponsors: [], externalSponsors: [] } : {};
  const declared = terraform?.get(id.toLowerCase());
  const stored = { resolvedIdentitySources: live.identitySources, __resolutions: {}, ...managed };
  const read = declared && (await readLive(reach, live, recordedOf({ identitySources: declared, ...stored })));
  const isConfirmed = read && read.outputs["__formerSources"] === undefined;
  const asStored = recordedOf({ identitySources, ...managed });
  const { inputs, outputs } = isConfirmed ? read : await readLive(reach, live, asStored);
  const { inputs: normal, failures } = check({}, inputs);
  const [failure] = failures;
  if (failure) return { id, displayName, reason: `${failure.property} ${failure.reason}` };
  if (isBroken(inputs)) return { id, displayName, reason: "Its texts contain half a character." };
  return { name, id, inputs: normal, outputs, ...(declared && !isConfirmed && { unconfirmed: declared }) };
}

/** Half a surrogate pair cannot be written to a file or a state. */
function isBroken({ displayName, description, identitySources }: Values): boolean {
  const values = (identitySources as readonly Source[]).flatMap((source) => Object.values(source));
  return /\p{Cs}/u.test([displayName, description, ...values].join("\n"));
}

function by<Item>(key: (item: Item) => string): (left: Item, right: Item) => number {
  return (left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0);
}
