/** Below the API version. https://learn.microsoft.com/graph/api/entitlementmanagement-list-connectedorganizations */
export const organizationsPath = "/identityGovernance/entitlementManagement/connectedOrganizations";
