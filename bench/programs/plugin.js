const { ConnectedOrganization } = require("pulumi-connectedorgs/plugin");

for (const { name, ...args } of require("./declared.json")) {
  new ConnectedOrganization(name, args);
}
