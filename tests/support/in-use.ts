/** Two organizations, and access-package policies that may name them. */
import type { AssignmentPolicyInput, Switches } from "../../emulator";
import { domain, first as id, onWire, second as other } from "./sources";
import { startWorld, type World } from "./world";

const packageId = "56ff43fd-6b05-48df-9634-956a777fce6d";

type Targets = NonNullable<AssignmentPolicyInput["specificAllowedTargets"]>;
type Policy = AssignmentPolicyInput & { readonly id: string; readonly specificAllowedTargets: Targets };

export const policy = (name: string, ...organizations: string[]): Policy => ({
  id: `b2eba9a1-b357-42ee-83a8-00000000000${name.length}`,
  displayName: name,
  allowedTargetScope: "specificConnectedOrganizationUsers",
  specificAllowedTargets: organizations.map((connectedOrganizationId) => ({
    "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
    connectedOrganizationId,
  })),
  accessPackageId: packageId,
});
export const suppliers = policy("Suppliers", id);

export function startProtected(
  protectInUse: string,
  assignmentPolicies: AssignmentPolicyInput[],
  switches: Partial<Switches> = {},
): World {
  const organizations = [id, other].map((one, index) => ({
    id: one,
    displayName: one,
    identitySources: [onWire(domain(`partner-${index}.example`))],
  }));
  const accessPackages = [{ id: packageId, displayName: "Portal" }];
  const seed = { organizations, accessPackages, assignmentPolicies };
  return startWorld({ seed, switches }, { protectInUse });
}
