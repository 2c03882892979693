/** What is known of an organization before an operation that a preview only tells of. */
import { isDeepStrictEqual } from "node:util";
import type { Values } from "./recorded";
import { unknownValue } from "./unknown";

export function previewOfCreate(inputs: Values): Values {
  return {
    ...inputs,
    resolvedIdentitySources: unknownValue,
    createdDateTime: unknownValue,
    modifiedDateTime: unknownValue,
    createdBy: unknownValue,
    modifiedBy: unknownValue,
  };
}

/** Who and what made it stays, and so does what is stored while the same sources are declared. */
export function previewOfUpdate(outputs: Values, inputs: Values): Values {
  const { resolvedIdentitySources, createdDateTime, createdBy, modifiedBy } = outputs;
  const isStored = isDeepStrictEqual(outputs["identitySources"], inputs["identitySources"]);
  const kept = {
    resolvedIdentitySources: isStored ? resolvedIdentitySources : unknownValue,
    createdDateTime: createdDateTime ?? unknownValue,
    createdBy,
    modifiedBy: modifiedBy === undefined ? undefined : unknownValue,
  };
  const known = Object.entries(kept).filter(([, value]) => value !== undefined);
  return { ...inputs, ...Object.fromEntries(known), modifiedDateTime: unknownValue };
}
