/**
 * What a command prints for other tools: without the begin of a pipeline's command, which the terminal would change in a
 * name. For a parser of JSON the name is the same.
 */
export function printedJson(value: object): string {
  return JSON.stringify(value, undefined, 2).replaceAll("##", "#\\u0023");
}
