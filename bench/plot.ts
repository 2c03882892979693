// Plots requests and time over the number of organizations, as an SVG.
import { init } from "echarts";
import { type Operation, operations, type Sample, type Subject, subjects } from "./result";
import { median, select, sizesIn } from "./statistics";

const shown: readonly Operation[] = ["create", "refresh", "refreshSponsored", "unchanged"];
const measures = ["requests", "seconds"] as const;
type Measure = (typeof measures)[number];
/** Where the axes begin: a refresh may take less than a second. */
const leasts: Readonly<Record<Measure, number>> = { requests: 1, seconds: 0.1 };

// Okabe and Ito's palette, distinct with every kind of colour vision; the symbols differ, too. The plugin's is a ring, because
// it sends as many requests as ours.
const looks: Readonly<Record<Subject, { color: string; symbol: string; size: number }>> = {
  ours: { color: "#0072b2", symbol: "circle", size: 8 },
  plugin: { color: "#cc79a7", symbol: "emptyCircle", size: 13 },
  "no-op": { color: "#7f7f7f", symbol: "rect", size: 9 },
  bare: { color: "#009e73", symbol: "diamond", size: 9 },
  "hand-written": { color: "#d55e00", symbol: "triangle", size: 9 },
};
// As wide as GitHub shows a README, so that the letters keep their size.
const width = 830;
const panel = { left: 62, top: 86, width: 330, height: 170, columnStep: 420, rowStep: 262 };
const height = panel.top + shown.length * panel.rowStep - 20;
const letters = { fontSize: 13, color: "#333333" };

const organizationsAxis = {
  type: "log" as const,
  min: 1,
  name: "organizations",
  nameLocation: "middle" as const,
  nameGap: 28,
  nameTextStyle: letters,
  axisLabel: letters,
  splitLine: { show: false },
};

export function drawPlot(samples: readonly Sample[]): string {
  const plain = samples.filter(({ others, memberDelay = 0 }) => others === 0 && memberDelay === 0);
  const sizes = sizesIn(plain);
  const panels = shown.flatMap((operation) => measures.map((measure) => ({ measure, operation })));
  const lines = panels.flatMap((panel, index) =>
    subjects.map((subject) => curveOf(plain, { ...panel, subject, sizes, index })),
  );
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: "sans-serif" },
    title: panels.map(({ measure, operation }, index) => ({
      text: `${operations[operation]}: ${isEmpty(lines, index) ? "no " : ""}${measure}`,
      textStyle: { fontSize: 15, color: letters.color },
      ...cornerOf(index, -34),
    })),
    legend: { data: [...subjects], top: 8, textStyle: letters, itemGap: 26 },
    grid: panels.map((_, index) => ({ ...cornerOf(index, 0), width: panel.width, height: panel.height })),
    xAxis: panels.map((_, gridIndex) => ({
      gridIndex,
      show: !isEmpty(lines, gridIndex),
      max: sizes.at(-1),
      ...organizationsAxis,
    })),
    yAxis: panels.map(({ measure }, gridIndex) => ({
      gridIndex,
      show: !isEmpty(lines, gridIndex),
      type: "log",
      min: leasts[measure],
      max: topOf(plain, measure),
      axisLabel: letters,
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
    ...samples.filter(({ operation }) => shown.includes(operation)).map((sample) => sample[measure]),
  );
  return 10 ** Math.ceil(Math.log10(most));
}

function isEmpty(lines: readonly ReturnType<typeof curveOf>[], index: number): boolean {
  return lines.every(({ xAxisIndex, data }) => xAxisIndex !== index || data.length === 0);
}

function cornerOf(index: number, above: number): { left: number; top: number } {
  const column = index % measures.length;
  const row = Math.floor(index / measures.length);
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
    symbolSize: looks[subject].size,
    symbol: looks[subject].symbol,
    itemStyle: { color: looks[subject].color },
    lineStyle: { color: looks[subject].color, width: 2 },
    // A logarithmic axis has no zero, so a subject that sent nothing has no line.
    data: points.filter(([, value]) => value > 0),
  };
}
