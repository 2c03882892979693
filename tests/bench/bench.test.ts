// The benchmark's arithmetic and tables, on invented figures; nothing here measures time.
import assert from "node:assert/strict";
import { command } from "../../bench/bench";
import { planOf } from "../../bench/options";
import { drawPlot } from "../../bench/plot";
import { writeReport } from "../../bench/report";
import type { Results, Sample, Subject } from "../../bench/result";
import { stateBytesIn } from "../../bench/state-size";
import { median, ratios, withSpread } from "../../bench/statistics";
import { targetsOf, verdict } from "../../bench/target";

function sample(subject: Subject, size: number, seconds: number, more: Partial<Sample> = {}): Sample {
  return { subject, operation: "refresh", size, round: 0, others: 0, seconds, requests: 0, ...more };
}

const samples = [
  sample("ours", 100, 3, { requests: 9, hostKilobytes: 1000, stateBytes: 2049 }),
  sample("ours", 100, 6, { requests: 12, hostKilobytes: 1000, round: 1 }),
  sample("ours", 100, 7, { requests: 9, memberDelay: 5 }),
  sample("plugin", 100, 1.5, { requests: 7 }),
  sample("ours", 1000, 9, { requests: 31, hostKilobytes: 10_000 }),
  sample("no-op", 100, 2, { hostKilobytes: 500 }),
  sample("no-op", 100, 5, { hostKilobytes: 500, round: 1 }),
  sample("no-op", 1000, 10, { hostKilobytes: 5000 }),
  sample("bare", 100, 1.5, { hostKilobytes: 500 }),
  sample("bare", 1000, 8, { hostKilobytes: 5000 }),
  sample("hand-written", 100, 6, { requests: 100 }),
];

const made = { at: "2026-01-31", machine: "2 × a processor", versions: "Node 20", command: "npm run bench" };
const results: Results = {
  sizes: { made, measured: samples },
  start: {
    made,
    measured: {
      hostStart: { ours: [0.6, 0.52], floor: [0.5, 0.4] },
      portStart: { ours: [0.25], floor: [1] },
      heapBytes: { ours: 3000, floor: 700 },
      typeCheck: { seconds: { ours: [5], floor: [4.9] }, instantiations: { ours: [600], floor: [500] } },
    },
  },
};

describe("the benchmark's statistics", () => {
  it("take the median, which is the mean of the two middle values if their number is even", () => {
    assert.deepEqual([median([9, 1, 5]), median([4, 1, 3, 2]), median([7]), median([])], [5, 2.5, 7, Number.NaN]);
  });

  it("show a median with its range, and a single value alone", () => {
    assert.deepEqual([withSpread([1.5, 1, 3]), withSpread([2], 0), withSpread([])], ["1.50 (1.00–3.00)", "2", "–"]);
  });

  it("compare only what was measured in the same round, size and tenant", () => {
    const more = [...samples, sample("no-op", 100, 1, { others: 7 }), sample("no-op", 100, 1, { parallel: 8 })];
    const wanted = { operation: "refresh", size: 100 } as const;
    assert.deepEqual(ratios(more, "ours", "no-op", wanted), [1.5, 1.2]);
    assert.deepEqual(ratios(more, "ours", "hand-written", wanted), [0.5]);
  });
});

describe("the benchmark's targets", () => {
  it("say which are kept, missed and not measured", () => {
    const judged = targetsOf(results).map(({ what, most, measured }) => [what, verdict(most, measured)]);
    assert.deepEqual(Object.fromEntries(judged), {
      "unchanged `up`, N = 1000": "not measured",
      "refresh, N = 1000": "ok",
      "refresh, N = 100": "ok",
      "refresh, N = 100, less one answer's delay": "missed",
      "refresh, N = 5 in a tenant of 5,000": "not measured",
      "refresh, two sponsor lists, N = 1000": "not measured",
      "refresh, two sponsor lists, N = 100": "not measured",
      "the same, 5 ms per member, N = 1000": "not measured",
      "the same, 5 ms per member, N = 100": "not measured",
      "create, N = 100": "not measured",
      "create, two sponsor lists, N = 100": "not measured",
      "plugin's start to its port": "ok",
      "host start to the first check": "ok",
      "state of one resource": "missed",
      "host's heap after a refresh, per organization": "ok",
      "host's peak in a refresh over the bare no-op's, per organization": "ok",
      "type check of a program": "ok",
    });
  });

  it("compare with a dynamic resource that does nothing, and with the bare one", () => {
    const over = targetsOf(results).flatMap(({ what, measured, overBare }) =>
      overBare !== undefined ? [[what, measured, overBare]] : [],
    );
    assert.deepEqual(over, [
      ["refresh, N = 1000", 0.9, 9 / 8],
      ["refresh, N = 100, less one answer's delay", (2.9 / 2 + 5.9 / 5) / 2, 2.9 / 1.5],
    ]);
  });

  it("count the requests of the worst round, and the growth beyond the bare no-op's", () => {
    const measured = (unit: string) =>
      targetsOf(results).flatMap((target) => (target.unit === unit && target.measured) || []);
    assert.deepEqual(measured("requests"), [31, 12]);
    assert.deepEqual(measured("bytes"), [2049, 3000, ((9000 - 4500) * 1024) / 900]);
  });
});

describe("the benchmark's report", () => {
  it("has a row for each operation and size", () => {
    const lines = writeReport(results).split("\n");
    const rows = lines.filter((line) => /^\| refresh +\|/.test(line));
    assert.deepEqual(
      rows.map((row) => row.split("|").map((cell) => cell.trim())).map((cells) => cells.slice(1, -1)),
      [
        ["refresh", "100", "9–12", "7", "100"],
        ["refresh", "100, 5 ms per member", "9", "–", "–"],
        ["refresh", "1000", "31", "–", "–"],
        ["refresh", "100", "3.5 (2.0–5.0)", "1.35 (1.20–1.50)", "0.75", "0.50", "2.00", "0.50", "3.00"],
        ["refresh", "100, 5 ms per member", "–", "–", "–", "–", "–", "–", "–"],
        ["refresh", "1000", "10.0", "0.90", "–", "–", "1.13", "–", "–"],
        ["refresh", "100", "1 (1–1)", "–", "0 (0–0)", "0", "–"],
        ["refresh", "100, 5 ms per member", "–", "–", "–", "–", "–"],
        ["refresh", "1000", "10", "–", "5", "5", "–"],
      ],
    );
  });

  it("says when and where each part was measured", () => {
    assert.match(writeReport(results), /^Made by `npm run bench` on 2026-01-31, on 2 × a processor, with Node 20\.$/m);
    const later = { ...results, estate: { made: { ...made, at: "2026-02-01" }, measured: [] } };
    const report = writeReport(later);
    assert.match(report, /^Parts start, sizes: made by `npm run bench` on 2026-01-31, /m);
    assert.match(report, /^Part estate: made by `npm run bench` on 2026-02-01, /m);
  });

  it("compares one stack with five, one after the other", () => {
    const one = sample("ours", 2500, 20, { requests: 40, engineKilobytes: 204_800 });
    const each = [2, 3, 4].map((seconds, round) => sample("ours", 500, seconds, { others: 2000, requests: 8, round }));
    const row = writeReport({ estate: { made, measured: [one, ...each] } }).match(/^\| refresh +\| ours +\|.*$/m)?.[0];
    const cells = row?.split("|").map((cell) => cell.trim());
    assert.deepEqual(cells?.slice(3, 9), ["20.0", "3.0 (2.0–4.0)", "0.75", "40", "8", "200"]);
  });

  it("draws every subject", () => {
    const plot = drawPlot(samples);
    assert.match(plot, /^<svg /);
    for (const text of ["ours", "plugin", "no-op", "bare", "hand-written", "refresh: requests"])
      assert.ok(plot.includes(text), text);
  });
});

describe("the benchmark's sizes", () => {
  it("count only a resource's own inputs and outputs", () => {
    const urn = "urn:pulumi:test::test::a::b";
    const type = "connectedorgs:index:ConnectedOrganization";
    const resources = [
      { urn, type: "pulumi:pulumi:Stack", outputs: { much: "x".repeat(100) } },
      { urn, type: "pulumi:providers:connectedorgs", outputs: { much: "x".repeat(100) } },
      { urn, type, id: "1", inputs: { a: "é" }, outputs: {} },
      { urn, type, id: "2", inputs: { a: "é" }, outputs: { a: 1, b: 2 } },
    ];
    assert.equal(stateBytesIn({ resources }), Math.round((12 + 23) / 2));
  });
});

describe("npm run bench", () => {
  it("runs three sizes, two if it is to be quick, or the given ones", () => {
    const rows = [
      [{}, [1, 3], [100, 3], [1000, 1]],
      [{ quick: true }, [1, 3], [100, 3]],
      [{ sizes: [20, 500], repeat: 2 }, [20, 2], [500, 2]],
    ] as const;
    for (const [values, ...expected] of rows) {
      const { sizes, rounds } = planOf({ quick: undefined, sizes: undefined, repeat: undefined, ...values });
      assert.deepEqual(
        sizes.map((size) => [size, rounds(size)]),
        expected,
      );
    }
  });

  const refused: [args: string[], message: string][] = [
    [["--quick", "--sizes", "1"], "Only one of --quick or --sizes can be provided."],
    [
      ["--sizes", "1,many"],
      "--sizes must be a whole number between 1 and 9999, or several with commas between them, not 1,many.",
    ],
    [
      ["--only", "sizes,sise"],
      "--only must be one of start, sizes, tenant, parallel, estate, or several with commas between them, not sizes,sise.",
    ],
    [["--repeat", "0"], "--repeat must be a whole number between 1 and 9999, not 0."],
    [["--quik"], "Unknown option: --quik. Did you mean --quick?"],
  ];
  for (const [args, message] of refused) {
    it(`refuses: ${args.join(" ")}`, async () => {
      const err: string[] = [];
      const terminal = { out: assert.fail, err: (line: string) => void err.push(line), stopped: assert.fail };
      assert.equal(await command.run(args, terminal), 2);
      assert.match(err[0] ?? "", /^Usage: npm run bench /);
      assert.deepEqual(err.slice(1), [message]);
    });
  }
});
