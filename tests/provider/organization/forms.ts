/** Identity sources by short names, for the tables about what is declared and what is stored. */
import assert from "node:assert/strict";
import { normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import { domain, fabrikam, tenant, wingtip } from "../../support/sources";
import { words } from "../../support/table";

const federation = {
  type: "externalDomainFederation",
  domainName: "wingtiptoys.com",
  issuerUri: "https://sts.wingtip.com/t",
};
const crossCloud = { type: "crossCloudAzureActiveDirectoryTenant", cloudInstance: "microsoftonline.us" };

/** D and D2 are domains of tenant T, E is nobody's; D' and T' are other spellings and names. */
export const forms = {
  D: domain("wingtiptoys.com"),
  "D'": domain(" WingtipToys.COM. "),
  D2: domain("wingtiptoys.onmicrosoft.com"),
  E: domain("adatum.com"),
  T: tenant(wingtip),
  "T'": { ...tenant(wingtip.toUpperCase()), displayName: "Any name" },
  U: tenant(fabrikam),
  cross: { ...crossCloud, tenantId: wingtip },
  "cross'": { ...crossCloud, tenantId: wingtip, displayName: "Wingtip Federal" },
  federation,
  federationB: { ...federation, issuerUri: "https://b.example/" },
  federationE: { ...federation, domainName: "adatum.com" },
  social: { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
  future: { type: "verifiedIdIdentitySource", authority: "did:web:wingtiptoys.com" },
  untypedE: { type: "unknown", domainName: "adatum.com" },
  idless: { type: "azureActiveDirectoryTenant" },
} as const satisfies Record<string, Source>;

export function form(name: string): Source {
  const found: Source | undefined = forms[name as keyof typeof forms];
  assert.ok(found, `There is no form ${name}`);
  return normalizeSource(found);
}

/** Such as `D U`. */
export function formsOf(names: string): Source[] {
  return words(names).map(form);
}

/** Such as `D=T E=E`: what each declared form was stored as. */
export function recordOf(pairs: string): Record<string, string> {
  const sources = words(pairs).map((pair) => pair.split("=").map(form).map(sourceKey));
  return Object.fromEntries(sources);
}
