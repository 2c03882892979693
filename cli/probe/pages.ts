// Reads a list page by page; an empty page may come before the others.

import { collection } from "../../provider/graph/collection";
import { GraphFailure, refusal } from "../../provider/graph/failure";
import { isSuccess, type Survey } from "./survey";
import type { Json } from "./tenant";

/** Bounds the probe in a large tenant. */
const mostPages = 100;

export interface Pages {
  readonly items: readonly Json[];
  /** How many items each page held. */
  readonly sizes: readonly number[];
  readonly isWhole: boolean;
}

export async function readPages(send: Survey["send"], path = collection): Promise<Pages> {
  const items: Json[] = [];
  const sizes: number[] = [];
  let next: unknown = path;
  while (typeof next === "string" && sizes.length < mostPages) {
    const answer = await send("GET", next);
    const { value } = answer.body;
    if (!isSuccess(answer)) throw refusal(answer.status, answer.headers, answer.text);
    if (!Array.isArray(value)) throw new GraphFailure("unreadable", "Graph's answer is not a list.");
    items.push(...(value as Json[]));
    sizes.push(value.length);
    next = answer.body["@odata.nextLink"];
  }
  return { items, sizes, isWhole: typeof next !== "string" };
}
