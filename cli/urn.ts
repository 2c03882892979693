// Parts of a resource's name for the engine: urn:pulumi:<stack>::<project>::<parents' types>$<type>::<name>,
// https://www.pulumi.com/docs/iac/concepts/resources/names/#urns

export function stackOf(urn: string): string {
  return partOf(urn, 0).replace(/^urn:pulumi:/, "");
}

export function projectOf(urn: string): string {
  return partOf(urn, 1);
}

export function typeOf(urn: string): string {
  return partOf(urn, 2).split("$").at(-1) ?? "";
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function partOf(urn: string, index: number): string {
  return urn.split("::")[index] ?? "";
}
