/** The same surface as `pulumi-connectedorgs`, through the plugin `pulumi-resource-connectedorgs`. */
export { ApiVersion, CloudInstance, Environment, ProtectInUse } from "../choices";
export type * from "../index";
export { ConnectedOrganization } from "./connected-organization";
export {
  getConnectedOrganization,
  getConnectedOrganizationOutput,
  getConnectedOrganizations,
  getConnectedOrganizationsOutput,
  getTenant,
  getTenantOutput,
  type LookUpOptions,
} from "./look-up";
export { Provider } from "./provider";
