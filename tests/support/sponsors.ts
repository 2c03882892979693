/** Who sponsors in the sponsor tests, and what they look at. */
import type { Values } from "../../provider/organization/recorded";
import { at } from "./organizations";
import { owned } from "./sources";
import type { World } from "./world";

/** Users and groups of the emulator's default seed. */
export const adele = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
export const diego = "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71";
export const megan = "2a7e0c3d-6b91-4d4c-9d58-4e3a7f0b9c82";
export const managers = "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93";
export const guests = "4c9a2e5f-8db3-4b6e-9f7a-6a5c9b2d1ea4";
/** Nobody. */
export const stranger = "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780";

export interface Lists {
  readonly internalSponsors?: readonly string[];
  readonly externalSponsors?: readonly string[];
}

export function sponsored(lists: Lists): Values {
  return { ...owned, ...lists };
}

/** The members of both lists as the service has them. */
export function members({ emulator }: World, id: string): Required<Lists> {
  const { internalSponsors = [], externalSponsors = [] } = emulator.portal.get(id) ?? {};
  return { internalSponsors, externalSponsors };
}

/** The requests since the last call: what is below the organization, for a reference the object it names, for a batch its members. */
export function steps({ emulator }: World, id: string): (string | string[])[] {
  const lines = emulator.requests.map(({ method, path, body }) => {
    const members = (body as { requests?: Member[] } | undefined)?.requests;
    return members
      ? members.map((member) => line(member.method, member.url, member.body, id))
      : line(method, path, body, id);
  });
  emulator.clearRequests();
  return lines;
}

interface Member {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

function line(method: string, path: string, body: unknown, id: string): string {
  const rest = decodeURIComponent(path).replace(at(id), "").replace(at(id).replace("/v1.0", ""), "").replace(/^\//, "");
  const reference = (body as Readonly<Record<string, unknown>> | undefined)?.["@odata.id"];
  return `${method} ${rest} ${typeof reference === "string" ? reference : ""}`.trim();
}

export const addition = (kind: keyof Lists, member: string, path = "directoryObjects"): string =>
  `POST ${kind}/$ref https://graph.microsoft.com/v1.0/${path}/${member}`;
export const removal = (kind: keyof Lists, member: string): string => `DELETE ${kind}/${member}/$ref`;
