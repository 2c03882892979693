// Plots requests and time over the number of organizations, as an SVG.
import { init } from "echarts";
import { type Operation, operations, type Sample, type Subject, subjects } from "./result";
import { median, select } from "./statistics";

const shown: readonly Operation[] = ["create", "unchanged", "refresh", "refreshSponsored"];
const measures = ["requests", "seconds"] as const;
type Measure = (typeof measures)[number];
/** Where the axes begin: a refresh may take less than a second. */
const leasts: Readonly<Record<Measure, number>> = { requests: 1, seconds: 0.1 };

// Okabe and Ito's palette, distinct with every kind of colour vision; the symbols differ, too.
const looks: Readonly<Record<Subject, { color: string; symbol: string }>> = {
  ours: { color: "#0072b2", symbol: "circle" },
  plugin: { color: "#cc79a7", symbol: "emptyCircle" },
  "no-op": { color: "#7f7f7f", symbol: "rect" },
  bare: { color: "#009e73", symbol: "diamond" },
  "hand-written": { color: "#d55e00", symbol: "triangle" },
};
const width = 1200;
const height = 640;
const panel = { left: 60, top: 90, width: 225, height: 200, columnStep: 290, rowStep: 285 };

const organizationsAxis = {
  type: "log" as const,
  min: 1,
  name: "organizations",
  nameLocation: "middle" as const,
  nameGap: 26,
  splitLine: { show: false },
};

export function drawPlot(samples: readonly Sample[]): string {
  const sizes = [...new Set(plain(samples).map(({ size }) => size))].sort((one, other) => one - other);
  const panels = measures.flatMap((measure) => shown.map((operation) => ({ measure, operation })));
  const lines = panels.flatMap((panel, index) =>
    subjects.map((subject) => curveOf(samples, { ...panel, subject, sizes, index })),
  );
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: "sans-serif" },
    title: panels.map(({ measure, operation }, index) => ({
      text: `${operations[operation]}: ${isEmpty(lines, index) ? "no " : ""}${measure}`,
      textStyle: { fontSize: 14 },
      ...cornerOf(index, -34),
    })),
    legend: { data: [...subjects], top: 10, textStyle: { fontSize: 14 }, itemGap: 30 },
    grid: panels.map((_, index) => ({ ...cornerOf(index, 0), width: panel.width, height: panel.height })),
    xAxis: panels.map((_, gridIndex) => ({ gridIndex, ...organizationsAxis })),
    yAxis: panels.map(({ measure }, gridIndex) => ({
      gridIndex,
      type: "log",
      min: leasts[measure],
      max: topOf(samples, measure),
    })),
    series: lines,
  });
  const svg = chart.renderToSVGString();
  // Its timer would keep the process alive.
  chart.dispose();
  return `${svg}\n`;
}

/** The same height for all panels of a measure, so that they can be compared. */
function topOf(samples: readonly Sample[], measure: Measure): number {
  const most = Math.max(
    10,
    ...plain(samples)
      .filter(({ operation }) => shown.includes(operation))
      .map((sample) => sample[measure]),
  );
  return 10 ** Math.ceil(Math.log10(most));
}

function isEmpty(lines: readonly ReturnType<typeof curveOf>[], index: number): boolean {
  return lines.every(({ xAxisIndex, data }) => xAxisIndex !== index || data.length === 0);
}

function plain(samples: readonly Sample[]): Sample[] {
  return samples.filter(
    ({ others, parallel, memberDelay = 0 }) => others === 0 && parallel === undefined && memberDelay === 0,
  );
}

function cornerOf(index: number, above: number): { left: number; top: number } {
  const column = index % shown.length;
  const row = Math.floor(index / shown.length);
  return { left: panel.left + column * panel.columnStep, top: panel.top + row * panel.rowStep + above };
}

interface Curve {
  readonly subject: Subject;
  readonly operation: Operation;
  readonly measure: Measure;
  readonly sizes: readonly number[];
  readonly index: number;
}

function curveOf(samples: readonly Sample[], { subject, operation, measure, sizes, index }: Curve) {
  const points = sizes.map((size): [number, number] => {
    const found = select(samples, subject, { operation, size });
    return [size, Number(median(found.map((sample) => sample[measure])).toPrecision(3))];
  });
  return {
    type: "line" as const,
    name: subject,
    xAxisIndex: index,
    yAxisIndex: index,
    z: subjects.length - subjects.indexOf(subject),
    symbolSize: 9,
    symbol: looks[subject].symbol,
    itemStyle: { color: looks[subject].color },
    lineStyle: { color: looks[subject].color, width: 2 },
    // A logarithmic axis has no zero, so a subject that sent nothing has no line.
    data: points.filter(([, value]) => value > 0),
  };
}
