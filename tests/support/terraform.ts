/**
 * Terraform states as its providers write them: https://github.com/microsoft/terraform-provider-msgraph and
 * https://github.com/terraprovider/terraform-provider-microsoft365wp.
 */

export interface TerraformResource {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function inMsgraph(
  id: string,
  identitySources: readonly object[],
  collection = "connectedOrganizations",
): TerraformResource {
  const url = `identityGovernance/entitlementManagement/${collection}`;
  const body = { displayName: "Wingtip", description: "", state: "configured", identitySources };
  return { type: "msgraph_resource", values: { api_version: "v1.0", body, id, resource_url: `${url}/${id}`, url } };
}

export function inMicrosoft365wp(id: string, kind: string, properties: object): TerraformResource {
  const none = { azure_active_directory_tenant: null, domain_identity_source: null, social_identity_source: null };
  const source = { ...none, [kind]: { display_name: "Wingtip", ...properties } };
  const values = { id, display_name: "Wingtip", description: null, identity_sources: [source], internal_sponsors: [] };
  return { type: "microsoft365wp_connected_organization", values };
}

/** A state file: a value of any type stands there with its type. */
export function terraformFile(resources: readonly TerraformResource[]) {
  return {
    version: 4,
    terraform_version: "1.9.5",
    serial: 1,
    lineage: "2f6b2f0e-5f5e-4a37-8a5e-0d2c6b1f9a10",
    outputs: {},
    resources: resources.map(({ type, values: { body, ...values } }, index) => {
      const attributes = { ...values, ...(body !== undefined && { body: { value: body, type: ["object", {}] } }) };
      return {
        mode: "managed",
        type,
        name: `organization_${index}`,
        provider: 'provider["registry.terraform.io/microsoft/msgraph"]',
        instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
      };
    }),
  };
}

/** What `terraform show -json` prints, with the resources in a module. */
export function terraformShown(resources: readonly TerraformResource[]) {
  const all = resources.map(({ type, values }, index) => {
    const name = `organization_${index}`;
    const address = `module.partners.${type}.${name}`;
    return { address, mode: "managed", type, name, schema_version: 0, values, sensitive_values: {} };
  });
  const modules = [{ address: "module.partners", resources: all }];
  return { format_version: "1.0", terraform_version: "1.9.5", values: { root_module: { child_modules: modules } } };
}
