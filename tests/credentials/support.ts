/** A tenant for a suite, and the one read by which a process of the provider shows that it has signed in. */
import assert from "node:assert/strict";
import type { Switches } from "../../emulator";
import type { DynamicHost, Properties } from "../../harness/host/dynamic-host";
import { shim } from "../../sdk/shim";
import { failureOf, withProvider } from "../support/host";
import { startTenant, type Tenant, type TenantOptions, wingtip } from "../support/tenant";

export type Environment = Readonly<Record<string, string>>;

const { id, displayName, source } = wingtip;

export const reads = `GET /v1.0/identityGovernance/entitlementManagement/connectedOrganizations/${id}`;

const state: Properties = {
  displayName,
  description: "",
  state: "configured",
  identitySources: [source],
  resolvedIdentitySources: [source],
  adoptExisting: false,
  __schemaVersion: 1,
  __resolutions: {},
  __provider: shim,
};

/** Before each test nothing has been sent to it or to its issuer. */
export function useTenant(switches: Partial<Switches> = {}, options: TenantOptions = {}): Tenant {
  const tenant = {} as Tenant;
  before(async () => {
    Object.assign(tenant, await startTenant(switches, options));
  });
  beforeEach(() => {
    tenant.sent();
    tenant.issuer.asked();
  });
  after(() => tenant.close());
  return tenant;
}

/** Reads the organization; its name shows that it was read. */
export async function read(host: DynamicHost): Promise<string> {
  const { properties } = await host.read(id, state);
  return String(properties["displayName"]);
}

/** The sentence with which the read is refused, without what was being done. */
export async function refused(tenant: Tenant, env: Environment): Promise<string> {
  const { message } = await withProvider(tenant, env, (host) => failureOf(read(host)));
  const doing = `reading connected organization "Wingtip Toys" (${id}): `;
  assert.equal(message.slice(0, doing.length), doing);
  return message.slice(doing.length);
}
