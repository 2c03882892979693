/** Runs an exported program with a class that only records its arguments. */
import assert from "node:assert/strict";
import { posix } from "node:path";
import { Script } from "node:vm";
import ts from "typescript";
import { type Node, parseDocument, type Scalar, type YAMLMap } from "yaml";
import type { Files } from "../../../cli/export/program";

/** The name and arguments of each organization, in the program's order; fails if a file does not parse. */
export function evaluate(files: Files): [name: string, args: unknown][] {
  const made: [string, unknown][] = [];
  class ConnectedOrganization {
    constructor(name: string, args: unknown) {
      made.push([name, structuredClone(args)]);
    }
  }
  const load = (path: string): unknown => {
    if (path === "pulumi-connectedorgs") return { ConnectedOrganization };
    const exports = {};
    const run = new Script(`(exports, require) => {${compile(files[`${posix.normalize(path)}.ts`] ?? "")}\n}`);
    run.runInThisContext()(exports, load);
    return exports;
  };
  load("index");
  return made;
}

interface YamlResource {
  type: string;
  name?: string;
  properties: object;
}

/** The same of a YAML program, in which `$$` is a `$` and `${` begins a reference. */
export function evaluateYaml(files: Files): [name: unknown, args: unknown][] {
  const resources = parseDocument(files["Pulumi.yaml"] ?? "").get("resources") as YAMLMap<Scalar, Node>;
  return resources.items.map(({ key, value }) => {
    const { type, name = key.value, properties } = (value?.toJSON() ?? {}) as YamlResource;
    assert.equal(type, "connectedorgs:ConnectedOrganization");
    const texts = JSON.stringify(properties);
    assert.doesNotMatch(texts.replaceAll("$$", ""), /\$\{/);
    return [name, JSON.parse(texts.replaceAll("$$", () => "$"))];
  });
}

function compile(text: string): string {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  assert.deepEqual(diagnostics, []);
  return outputText;
}
