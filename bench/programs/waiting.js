// The bare no-op again, whose create takes as long as two requests one after the other: what no provider that sends them can beat.
const { CustomResource } = require("@pulumi/pulumi");

const provider = `exports.handler = () => ({
  check: async (olds, news) => ({ inputs: news }),
  diff: async () => ({}),
  create: (inputs) => new Promise((resolve) => setTimeout(resolve, 200, { id: inputs.displayName, outs: inputs })),
  read: async (id, props) => ({ id, props }),
  update: async (id, olds, news) => ({ outs: news }),
  delete: async () => {},
});`.replace(/\s+/g, " ");

for (const { name, ...args } of require("./declared.json")) {
  new CustomResource("pulumi-nodejs:dynamic/bench:Waiting", name, { ...args, __provider: provider });
}
