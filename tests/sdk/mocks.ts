/** Pulumi's mocks for one block of tests: other files of the same process have mocks of their own. */
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { getMonitor, hasMonitor, setMockOptions } from "@pulumi/pulumi/runtime/settings";

/** What is registered, emptied before each test. */
export function useMocks(): MockResourceArgs[] {
  const registered: MockResourceArgs[] = [];
  let former: unknown;
  before(async () => {
    former = hasMonitor() ? getMonitor() : undefined;
    await pulumi.runtime.setMocks({
      newResource(args) {
        registered.push(args);
        return { id: `${args.name}-id`, state: args.inputs };
      },
      call: () => ({}),
    });
  });
  after(() => {
    if (former !== undefined) setMockOptions(former);
  });
  beforeEach(() => {
    registered.length = 0;
  });
  return registered;
}

export function resolved<T>(value: pulumi.Input<T>): Promise<unknown> {
  return new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });
}

const foreign = /^(CONNECTEDORGS_|ARM_|AZURE_)/;

/** Takes what speaks of a real tenant out of the environment, and puts it back after the block. */
export function useCleanEnvironment(): void {
  const kept = Object.entries(process.env).filter(([name]) => foreign.test(name));
  const clear = () => {
    for (const name of Object.keys(process.env)) if (foreign.test(name)) delete process.env[name];
    pulumi.runtime.setAllConfig({});
  };
  beforeEach(clear);
  after(() => {
    clear();
    Object.assign(process.env, Object.fromEntries(kept));
  });
}
