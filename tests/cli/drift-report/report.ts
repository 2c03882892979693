/** What the engine says of drift, and the report of it. */
import assert from "node:assert/strict";
import { run, write } from "../run";

export type Values = Record<string, unknown>;
export const stack = "urn:pulumi:prod::partners::";
export const type = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
export const looked = { op: "refresh", urn: `${stack}pulumi:pulumi:Stack::partners-prod` };

export function drifted(declared: Values, found: Values, more: Values = {}, of = type): Values {
  const urn = `${stack}${of}::wingtip`;
  const [oldState, newState] = [declared, found].map((values) => ({ inputs: values, outputs: values }));
  return { op: "update", urn, oldState, newState, diffReasons: Object.keys(found), ...more };
}

/** Its exit code says the same as its heading. */
export async function report(refresh: unknown, ...options: string[]): Promise<string> {
  const { code, out, err } = await run(["drift-report", "--file", write("refresh.json", refresh), ...options]);
  const told = /^(?:## )?Drift could not/.test(out) ? 1 : /^(?:## )?No (?:new )?drift/.test(out) ? 0 : 7;
  assert.deepEqual([code, err], [told, ""]);
  return out;
}
