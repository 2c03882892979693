// Initial data, from a file or an object. Whatever it omits comes from the default seed.
import { X509Certificate } from "node:crypto";
import * as z from "zod";
import { defaultSeed } from "./default-seed";
import { canonicalType } from "./identity-source";
import { tokenExchange } from "./job";
import { type IdentitySource, states } from "./model";
import type {
  AccessPackageInput,
  AppInput,
  AssignmentPolicyInput,
  DirectoryObjectInput,
  OrganizationInput,
  SeedInput,
  TenantInput,
} from "./seed-input";
import { parseSwitches, type Switches } from "./switches";

/** What a person may write, property by property. */
type Shape<Input> = { [Property in keyof Input]-?: z.ZodType<unknown, Input[Property] | undefined> };

const dateTime = z.iso.datetime({ offset: true });

export const tenantSchema = z.strictObject({
  tenantId: z.guid(),
  displayName: z.string(),
  domains: z.array(z.string().min(1)).default([]),
  cloud: z.enum(["microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"]).optional(),
} satisfies Shape<TenantInput>);

export const directoryObjectSchema = z.strictObject({
  id: z.guid(),
  type: z.enum(["user", "group"]),
  displayName: z.string().optional(),
  hiddenAdds: z.int().min(0).optional(),
  isPending: z.boolean().optional(),
} satisfies Shape<DirectoryObjectInput>);

export const identitySourceSchema = z
  .looseObject({ "@odata.type": z.string().min(1) })
  .transform((source): IdentitySource => ({ ...source, "@odata.type": canonicalType(source["@odata.type"]) }));

export const organizationSchema = z.strictObject({
  id: z.guid().optional(),
  displayName: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  state: z.enum(states).default("configured"),
  identitySources: z.array(identitySourceSchema).default([]),
  internalSponsors: z.array(z.guid()).default([]),
  externalSponsors: z.array(z.guid()).default([]),
  createdDateTime: dateTime.optional(),
  modifiedDateTime: dateTime.optional(),
  createdBy: z.string().optional(),
  modifiedBy: z.string().optional(),
} satisfies Shape<OrganizationInput>);

export const accessPackageSchema = z.strictObject({
  id: z.guid().optional(),
  displayName: z.string(),
  description: z.string().nullable().default(null),
  isHidden: z.boolean().default(false),
  createdDateTime: dateTime.optional(),
  modifiedDateTime: dateTime.optional(),
} satisfies Shape<AccessPackageInput>);

export const assignmentPolicySchema = z.strictObject({
  id: z.guid().optional(),
  displayName: z.string(),
  description: z.string().nullable().default(null),
  allowedTargetScope: z.string().min(1).default("notSpecified"),
  specificAllowedTargets: z.array(z.looseObject({ "@odata.type": z.string().min(1) })).default([]),
  accessPackageId: z.guid(),
  createdDateTime: dateTime.optional(),
  modifiedDateTime: dateTime.optional(),
} satisfies Shape<AssignmentPolicyInput>);

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType !== undefined;
  } catch {
    return false;
  }
}

const appSchema = z.strictObject({
  clientId: z.guid(),
  displayName: z.string().optional(),
  secrets: z.array(z.strictObject({ value: z.string().min(1), expires: dateTime.optional() })).default([]),
  federatedCredentials: z
    .array(z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string().default(tokenExchange) }))
    .default([]),
  certificates: z.array(z.string().refine(isCertificate, "It must be a certificate in PEM form.")).default([]),
} satisfies Shape<AppInput>);

const seedSchema = z.strictObject({
  ownTenant: tenantSchema,
  tenants: z.array(tenantSchema).default([]),
  organizations: z.array(organizationSchema).default([]),
  directoryObjects: z.array(directoryObjectSchema).default([]),
  accessPackages: z.array(accessPackageSchema).default([]),
  assignmentPolicies: z.array(assignmentPolicySchema).default([]),
  apps: z.array(appSchema).default([]),
  permissions: z
    .array(z.string())
    .default(["EntitlementManagement.ReadWrite.All", "CrossTenantInformation.ReadBasic.All"]),
  tokens: z.array(z.string().min(1)).default([]),
  caller: z.string().optional(),
  switches: z.record(z.string(), z.unknown()).default({}),
} satisfies Shape<SeedInput>);

export type Seed = Omit<z.output<typeof seedSchema>, "switches"> & { readonly switches: Partial<Switches> };

function describePath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => text + (typeof key === "number" ? `[${key}]` : `.${String(key)}`), root);
}

/** Parses with a schema; an error lists one problem per line, with its path. */
export function parseOrExplain<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${describePath(root, issue.path)}: ${issue.message}`);
  throw new Error(problems.join("\n"));
}

export function parseSeed(value: unknown): Seed {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const complete = isObject ? { ...defaultSeed, ...value } : value;
  const seed = parseOrExplain(seedSchema, complete, "seed");
  return { ...seed, switches: parseSwitches(seed.switches) };
}
