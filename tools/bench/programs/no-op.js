// The floor: the same shim form with a provider that answers at once, so that all that is left is the engine's own cost.
const { CustomResource } = require("@pulumi/pulumi");

const provider = `exports.handler = () => ({
  check: async (olds, news) => ({ inputs: news }),
  diff: async () => ({}),
  create: async (inputs) => ({ id: inputs.displayName, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (id, olds, news) => ({ outs: news }),
  delete: async () => {},
});`.replace(/\s/g, "");

for (const { name, ...args } of require("./declared.json")) {
  new CustomResource("pulumi-nodejs:dynamic/bench:NoOp", name, { ...args, __provider: provider });
}
