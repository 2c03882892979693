const { ConnectedOrganization } = require("pulumi-connectedorgs");

for (const { name, ...args } of require("./declared.json")) {
  new ConnectedOrganization(name, args);
}
