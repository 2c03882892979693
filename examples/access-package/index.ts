import { AccessPackage, AccessPackageAssignmentPolicy, AccessPackageCatalog } from "@pulumi/azuread";
import { ConnectedOrganization } from "pulumi-connectedorgs";

const wingtip = new ConnectedOrganization("wingtip", {
  displayName: "Wingtip Toys",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
});

const catalog = new AccessPackageCatalog("partners", {
  displayName: "Partners",
  description: "What partner companies may request",
});

const designs = new AccessPackage("designs", {
  catalogId: catalog.id,
  displayName: "Design documents",
  description: "Read access to the design documents",
});

const policy = new AccessPackageAssignmentPolicy("wingtip", {
  accessPackageId: designs.id,
  displayName: "Wingtip Toys",
  description: "Users of Wingtip Toys, for 90 days",
  durationInDays: 90,
  requestorSettings: {
    scopeType: "SpecificConnectedOrganizationSubjects",
    // The resource's id is the organization's bare Graph id, which policies take.
    requestors: [{ subjectType: "connectedOrganizationMembers", objectId: wingtip.id }],
  },
});

export const policyId = policy.id;
