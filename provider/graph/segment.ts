import { oneLine } from "../errors";
import { GraphFailure } from "./failure";

/** Encodes one segment of a path. Refuses an empty one, "." and "..", which would lead elsewhere. */
export function segment(id: string): string {
  // Half a surrogate pair cannot be encoded.
  if (/^\.{0,2}$|\p{Cs}/u.test(id))
    throw new GraphFailure("unreadable", `${JSON.stringify(oneLine(id))} is not an id.`);
  return encodeURIComponent(id);
}
