/**
 * Runs the program of a folder under Pulumi's mocks, in a process of its own, and prints what it exports and registered.
 * The second argument holds what each of azuread's functions returns beside the object id, as JSON.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

async function main(folder: string, results: Readonly<Record<string, object>>): Promise<void> {
  const load = createRequire(join(folder, "index.ts"));
  const pulumi = load("@pulumi/pulumi") as typeof import("@pulumi/pulumi");
  const registered: Record<string, unknown> = {};
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered[`${type} ${name}`] = inputs;
      return { id: `id of ${name}`, state: { ...inputs, userId: `user ${name}` } };
    },
    call: ({ token, inputs }) => ({ objectId: Object.values(inputs)[0], ...results[token] }),
  });
  const outputs = pulumi.output(load("./index.ts") as object);
  const exported = await new Promise((resolve) => outputs.apply(resolve));
  console.log(JSON.stringify({ exported, registered }));
}

const [, , folder = "", results = "{}"] = process.argv;
void main(folder, JSON.parse(results));
