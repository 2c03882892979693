/** What the command prints as JSON, and the access package whose policies the tests' tenants have. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { Estate } from "../../../cli/estate/estate";
import { ROOT } from "../../../harness/root";
import { guid } from "../export/estate";
import type { Ended } from "../run";

export const read = ({ out }: Ended) => JSON.parse(out) as Estate;
const schema = JSON.parse(readFileSync(join(ROOT, "docs", "estate.schema.json"), "utf8")) as object;
const validate = new Ajv({ formats: { "date-time": true }, allowUnionTypes: true }).compile(schema);

/** What is printed as JSON, in the documented form. */
export function valid(ended: Ended): Estate {
  const printed = read(ended);
  assert.ok(validate(printed), JSON.stringify(validate.errors));
  return printed;
}

export const partners = { id: guid("eeee", 1), displayName: "Partners" };
export const naming = (...ids: string[]) => ({
  displayName: "Suppliers only",
  allowedTargetScope: "specificConnectedOrganizationUsers",
  specificAllowedTargets: ids.map((connectedOrganizationId) => ({
    "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
    connectedOrganizationId,
  })),
  accessPackageId: partners.id,
});
export const forAll = {
  displayName: "Everybody",
  allowedTargetScope: "allConfiguredConnectedOrganizationUsers",
  accessPackageId: partners.id,
};
