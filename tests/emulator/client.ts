import assert from "node:assert/strict";
import { createEmulator, type Emulator, type EmulatorOptions, type Switches } from "../../emulator";

export const host = "https://graph.microsoft.com";
export const organizations = "/identityGovernance/entitlementManagement/connectedOrganizations";

export const ids = {
  own: "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91",
  fabrikam: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
  wingtip: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48",
  government: "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9",
  adele: "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60",
  diego: "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71",
  managers: "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93",
  nobody: "ffffffff-0000-4000-8000-000000000000",
} as const;

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

export interface Client {
  readonly emulator: Emulator;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Creates an organization of one domain and returns its id. */
  create(domainName: string, more?: Json): Promise<string>;
  read(id: string): Promise<Json>;
  sources(id: string): Promise<unknown>;
  /** Every item behind a path, page by page. */
  readAll(path: string): Promise<Json[]>;
}

export const domain = (domainName: string, displayName?: string) => ({
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName,
  ...(displayName === undefined ? {} : { displayName }),
});

export const tenant = (tenantId: string, displayName?: string) => ({
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId,
  ...(displayName === undefined ? {} : { displayName }),
});

export const reference = (id: string, collection = "directoryObjects") => ({
  "@odata.id": `${host}/v1.0/${collection}/${id}`,
});

export function errorCode({ json }: Answer): unknown {
  return (json["error"] as Json | undefined)?.["code"];
}

export function errorMessage({ json }: Answer): string {
  return String((json["error"] as Json | undefined)?.["message"]);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

export function createClient(options: EmulatorOptions = {}): Client {
  const emulator = createEmulator(options);
  const client: Client = {
    emulator,
    async call(method, path, body, headers = {}) {
      const url = /^https?:/.test(path) ? path : `${host}${/^\/(v1\.0|beta)\//i.test(path) ? "" : "/v1.0"}${path}`;
      const content = typeof body === "string" ? body : JSON.stringify(body);
      const response = await emulator.fetch(url, {
        method,
        headers: { authorization: "Bearer test", "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: content }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    },
    async create(domainName, more = {}) {
      const body = { displayName: domainName, description: "", identitySources: [domain(domainName)], ...more };
      const answer = await client.call("POST", organizations, body);
      assert.equal(answer.status, 201, answer.text);
      return String(answer.json["id"]);
    },
    async read(id) {
      const answer = await client.call("GET", `${organizations}/${id}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    },
    sources: async (id) => (await client.read(id))["identitySources"],
    async readAll(path) {
      const items: Json[] = [];
      for (let next: unknown = path; typeof next === "string"; ) {
        const answer = await client.call("GET", next);
        assert.equal(answer.status, 200, answer.text);
        items.push(...(answer.json["value"] as Json[]));
        next = answer.json["@odata.nextLink"];
      }
      return items;
    },
  };
  return client;
}

export const item = (id: string) => `${organizations}/${id}`;

export function withSwitches(switches: Partial<Switches>): Client {
  return createClient({ switches });
}

export async function statusOfPatch(client: Client, id: string, body: Json): Promise<number> {
  return (await client.call("PATCH", item(id), body)).status;
}

export async function statusOfCreate(client: Client, body: Json): Promise<number> {
  return (await client.call("POST", organizations, body)).status;
}
