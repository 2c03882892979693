// What the package may contain and how large it may be, judged by what npm would pack.
import { existsSync } from "node:fs";
import { join } from "node:path";

/** As `npm pack --json` prints it. */
export interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** The fields of package.json that name files. */
export interface Description {
  readonly main: string;
  readonly types: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** In bytes. Raised by hand, so that nobody publishes a larger package unawares. */
const limits = { size: 900_000, unpackedSize: 3_500_000 } as const;

const allowed = [
  /^(package\.json|LICENSE|(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md)$/,
  /^docs\/((README|[a-z-]+)\.md|estate\.schema\.json)$/,
  /^examples\/([a-z-]+\/)?README\.md$/,
  // Not the stack's own files, which may hold a developer's settings.
  /^examples\/[a-z-]+\/(Pulumi(Policy)?\.yaml|(package|tsconfig)\.json|partners\.(yaml|schema\.json)|[a-z-]+\.(ts|yml)|scripts\/[a-z]+\.sh)$/,
  /^dist\/plugin\/pulumi-resource-connectedorgs$/,
  /^dist\/LICENSES\.txt$/,
  /^dist\/(cli|emulator|harness|provider|sdk)\/([a-z-]+\/)*[a-z-]+\.(js|d\.ts)$/,
];

/** @returns one sentence per problem */
export function judgePackage(packed: Packed, description: Description, root: string): string[] {
  const paths = packed.files.map(({ path }) => path);
  const strangers = paths.filter((path) => !allowed.some((pattern) => pattern.test(path)));
  const stale = paths.filter((path) => /^dist\/.*\.(js|d\.ts)$/.test(path) && !existsSync(join(root, sourceOf(path))));
  const missing = namedFiles(description).filter((path) => !paths.includes(path));
  const bounds = Object.entries(limits) as [keyof typeof limits, number][];
  return [
    ...strangers.map((path) => `${path} does not belong into the package.`),
    ...stale.map((path) => `${path} has no source: build anew.`),
    ...missing.map((path) => `package.json names ${path}, which is not in the package.`),
    ...bounds
      .filter(([name, limit]) => packed[name] > limit)
      .map(([name, limit]) => `The package's ${name} is ${packed[name]} bytes, more than the ${limit} allowed.`),
  ];
}

function sourceOf(path: string): string {
  return path.replace(/^dist\//, "").replace(/\.(js|d\.ts)$/, ".ts");
}

function namedFiles({ main, types, bin, exports }: Description): string[] {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  return [...new Set([main, types, ...Object.values(bin), ...targets].map((path) => path.replace(/^\.\//, "")))];
}
