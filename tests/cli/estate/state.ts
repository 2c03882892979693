/** States as `pulumi stack export` prints them. */

export const doors = {
  dynamic: "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization",
  plugin: "connectedorgs:index:ConnectedOrganization",
} as const;

export interface ResourceOf {
  readonly id: string;
  readonly name: string;
  readonly door?: keyof typeof doors;
  readonly inputs?: object;
  readonly outputs?: object;
  /** What else the engine holds of the resource. */
  readonly more?: object;
}

export const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x:y" };

export function stateOf(stack: string, resources: readonly ResourceOf[]): string {
  const urn = (type: string, name: string) => `urn:pulumi:${stack}::partners::${type}::${name}`;
  const own = resources.map(({ id, name, door = "dynamic", inputs = {}, outputs = {}, more }) => ({
    urn: urn(doors[door], name),
    custom: true,
    id,
    type: doors[door],
    inputs: { __provider: "exports.handler=…", ...inputs },
    outputs,
    parent: urn("pulumi:pulumi:Stack", `partners-${stack}`),
    provider: `${urn("pulumi:providers:pulumi-nodejs", "default")}::0b1c`,
    ...more,
  }));
  const others = [
    { urn: urn("pulumi:pulumi:Stack", `partners-${stack}`), custom: false, type: "pulumi:pulumi:Stack" },
    { urn: urn("azuread:index/group:Group", "team"), custom: true, id: "aaaa", type: "azuread:index/group:Group" },
  ];
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [...others, ...own] } });
}
