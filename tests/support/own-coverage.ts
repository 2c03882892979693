// Coverage is that of the test process: each of the hundreds of processes that tests start would add 12 MB to merge.
delete process.env["NODE_V8_COVERAGE"];
