/** Pulumi's mocks for one block of tests: other files of the same process have mocks of their own. */
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { getMonitor, hasMonitor, setMockOptions } from "@pulumi/pulumi/runtime/settings";

/** What is registered, emptied before each test; the engine answers with these outputs and the inputs. */
export function useMocks(outputs: object = {}, call: (args: MockCallArgs) => object = () => ({})): MockResourceArgs[] {
  const registered: MockResourceArgs[] = [];
  let former: unknown;
  before(async () => {
    former = hasMonitor() ? getMonitor() : undefined;
    await pulumi.runtime.setMocks({
      newResource(args) {
        registered.push(args);
        return { id: `${args.name}-id`, state: { ...outputs, ...args.inputs } };
      },
      call,
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

/** The engine's monitor has no mocks: with a monitor like it, look-ups ask Graph. */
export function useEngine(): void {
  useMocks();
  before(() => {
    const mocked = getMonitor() ?? {};
    setMockOptions(new Proxy(mocked, { has: (monitor, key) => key !== "mocks" && key in monitor }));
  });
}

export function resolved<T>(value: pulumi.Input<T>): Promise<unknown> {
  return new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });
}

/** The requests behind them, which also hold the resource options. */
export function useRequests(): RegisterResourceRequest[] {
  const requests: RegisterResourceRequest[] = [];
  const register = MockMonitor.prototype.registerResource;
  before(() => {
    MockMonitor.prototype.registerResource = function (request, callback) {
      requests.push(request);
      return register.call(this, request, callback);
    };
  });
  after(() => {
    MockMonitor.prototype.registerResource = register;
  });
  beforeEach(() => {
    requests.length = 0;
  });
  return requests;
}

/** A value as state and requests hold it when it is secret. */
export function secret(value: string): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
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
