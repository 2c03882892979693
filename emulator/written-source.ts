// How an answer shows a source: its type in one of several namespaces and spellings, possibly incomplete.
import { isTenant, typeNameOf } from "./identity-source";
import type { IdentitySource } from "./model";
import type { Switches } from "./switches";

/** Seen in answers of this service: https://github.com/microsoftgraph/microsoft-graph-docs/issues/7052. */
export const backEnd = "#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.";
const typeOfTomorrow = "#microsoft.graph.multitenantOrganizationTenant";

export function spellType(type: string, spelling: Switches["odataType"]): string {
  if (spelling === "hash") return type;
  return spelling === "bare" ? type.replace(/^#/, "") : type.toLowerCase();
}

export function writeSource(source: IdentitySource, switches: Readonly<Switches>): Record<string, unknown> {
  const { "@odata.type": type, ...properties } = source;
  const { tenantId, ...withoutTenantId } = properties;
  const typed = (name: string, rest = properties) => ({
    "@odata.type": spellType(name, switches.odataType),
    ...rest,
  });
  switch (switches.sourceIdentity) {
    case "plain":
      return typed(type);
    case "backendNamespace":
      return typed(backEnd + typeNameOf(source).replace(/^.*\./, ""));
    case "untyped":
      return properties;
    case "noTenantId":
      return typed(type, isTenant(source) ? withoutTenantId : properties);
    case "tomorrow":
      return typed(isTenant(source) ? typeOfTomorrow : type);
  }
}
