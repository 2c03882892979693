import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { engineEnvironment } from "../../harness/engine";
import { ROOT } from "../../harness/root";

const engine = { folders: ["/engine"] };

describe("engineEnvironment", () => {
  it("drops what could lead to somebody's stacks, tenant or credentials", () => {
    const inherited = {
      HOME: "/home/a",
      PATH: "/bin",
      PULUMI_ACCESS_TOKEN: "token",
      PULUMI_STACK: "production",
      ARM_CLIENT_SECRET: "secret",
      AZURE_TENANT_ID: "tenant",
      CONNECTEDORGS_CLIENT_SECRET: "secret",
    };
    assert.deepEqual(engineEnvironment(engine, { home: "/t", inherited }), {
      HOME: "/home/a",
      PATH: ["/engine", join(ROOT, "node_modules", "@pulumi", "pulumi"), "/bin"].join(delimiter),
      PULUMI_BACKEND_URL: "file:///t/state",
      PULUMI_CONFIG_PASSPHRASE: "not-a-secret",
      PULUMI_HOME: "/t/pulumi",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NO_COLOR: "1",
    });
  });

  it("lets the caller add its own and keep the colours", () => {
    const extra = { CONNECTEDORGS_TENANT_ID: "mine" };
    const env = engineEnvironment(engine, { home: "/t", inherited: {}, noColor: false, extra });
    assert.deepEqual([env["CONNECTEDORGS_TENANT_ID"], env["NO_COLOR"]], ["mine", undefined]);
  });
});
