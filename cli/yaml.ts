// What the command takes of the package `yaml`. It is bundled (tools/bundle.mjs), so that nobody has to install it.
export { isMap, isPair, isScalar, isSeq, type Pair, parse, parseDocument, stringify, type YAMLSeq } from "yaml";
