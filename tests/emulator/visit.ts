/** A browser's visits to the portal of an emulator with one organization. */
import type { Emulator, EmulatorOptions } from "../../emulator";
import { createClient, domain, host, ids, wingtip } from "./client";

export const adatum = "a1d4c7e0-52b8-4f96-8e3a-6b0c9d7f2e15";
export const workspace = "8f2a6c0e-5d13-4b79-a2e4-1c7f9d3b6a58";
export const root = "/_emulator/page";
export const item = `${root}/organizations/${adatum}`;

const seed = {
  organizations: [
    {
      id: adatum,
      displayName: "Adatum",
      identitySources: [domain("adatum.com"), wingtip],
      internalSponsors: [ids.diego],
    },
  ],
};

interface Visit {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

export async function visit(emulator: Emulator, path: string, form?: Readonly<Record<string, string>>): Promise<Visit> {
  const answer = await emulator.fetch(host + path, {
    headers: { accept: "text/html,application/xhtml+xml" },
    ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
  });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

export const start = (more: EmulatorOptions["seed"] = {}) => createClient({ seed: { ...seed, ...more } }).emulator;
export const stored = ({ portal }: Emulator) => portal.get(adatum);
