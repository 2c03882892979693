// Whether what a file holds has the form on which the command relies: looked at once, where the file is read.

export type Shape = (value: unknown) => boolean;

export const anything: Shape = () => true;
export const text: Shape = (value) => typeof value === "string";
export const number: Shape = (value) => typeof value === "number";
export const flag: Shape = (value) => typeof value === "boolean";

export function optional(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

export function nullable(shape: Shape): Shape {
  return (value) => value === null || shape(value);
}

export function oneOf(values: readonly unknown[]): Shape {
  return (value) => values.includes(value);
}

export function listOf(member: Shape): Shape {
  return (value) => Array.isArray(value) && value.every((one) => member(one));
}

/** @param properties of the type, each one */
export function record<T>(properties: Readonly<Record<keyof T, Shape>>): (value: unknown) => value is T {
  return (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Shape>(properties).every(([name, shape]) => shape((value as Record<string, unknown>)[name]));
}
