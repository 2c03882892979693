// Coverage is that of the processes that run tests: each of the hundreds that they start would add 12 MB to merge.
export const mochaHooks = {
  beforeAll(): void {
    delete process.env["NODE_V8_COVERAGE"];
  },
};
