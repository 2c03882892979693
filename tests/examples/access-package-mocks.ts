/** Runs the access-package example under Pulumi's mocks, in a process of its own, and prints what it registered. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ROOT } from "../support/root";

async function main(): Promise<void> {
  const registered: Record<string, unknown> = {};
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered[`${type} ${name}`] = inputs;
      return { id: `id of ${name}`, state: inputs };
    },
    call: () => ({}),
  });
  const { policyId } = require(join(ROOT, "examples", "access-package", "index.ts"));
  const id = await new Promise((resolve) => pulumi.output(policyId).apply(resolve));
  console.log(JSON.stringify({ id, registered }));
}

void main();
