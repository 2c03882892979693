// The form of the document that `--json` prints, as docs/estate.schema.json describes it.
import { flag, listOf, nullable, number, oneOf, optional, record, text } from "../shape";
import type { Entry, Estate, Policy, Resource, SponsorCounts } from "./estate";
import { type Standing, standings } from "./sort";

const policies = nullable(
  listOf(
    record<Policy>({
      id: text,
      displayName: text,
      accessPackage: nullable(record<NonNullable<Policy["accessPackage"]>>({ id: text, displayName: text })),
    }),
  ),
);

const entry = record<Entry>({
  id: text,
  displayName: nullable(text),
  standing: oneOf(standings),
  state: nullable(text),
  identitySources: listOf(record<{ type: string }>({ type: text })),
  resources: listOf(record<Resource>({ stack: text, name: text, isLeaving: flag })),
  createdDateTime: nullable(text),
  createdBy: nullable(text),
  ageInDays: nullable(number),
  sponsors: nullable(record<SponsorCounts>({ internal: number, external: number, lost: listOf(text) })),
  policies,
});

export const isEstate = record<Estate>({
  version: oneOf([1]),
  readDateTime: text,
  tenantId: nullable(text),
  stacks: listOf(record<Estate["stacks"][number]>({ name: text, organizations: number })),
  ofOtherTenants: number,
  counts: record(Object.fromEntries(standings.map((name) => [name, number])) as Record<Standing, typeof number>),
  policiesForAll: policies,
  organizations: listOf(entry),
  since: optional(text),
  settled: optional(number),
});
