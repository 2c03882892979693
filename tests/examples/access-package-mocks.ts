/** Runs the program of a folder under Pulumi's mocks, in a process of its own, and prints what it registered. */
import { createRequire } from "node:module";
import { join } from "node:path";

async function main(folder: string): Promise<void> {
  const load = createRequire(join(folder, "index.ts"));
  const pulumi = load("@pulumi/pulumi") as typeof import("@pulumi/pulumi");
  const registered: Record<string, unknown> = {};
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered[`${type} ${name}`] = inputs;
      return { id: `id of ${name}`, state: inputs };
    },
    call: () => ({}),
  });
  const { policyId } = load("./index.ts");
  const id = await new Promise((resolve) => pulumi.output(policyId).apply(resolve));
  console.log(JSON.stringify({ id, registered }));
}

void main(process.argv[2] ?? "");
