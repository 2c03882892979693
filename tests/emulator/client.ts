/** A client of the emulator in one process, and the ids of its default seed. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type EmulatorOptions, type SeedInput, type Switches } from "../../emulator";

export const host = "https://graph.microsoft.com";
export const organizations = "/identityGovernance/entitlementManagement/connectedOrganizations";
export const item = (id: string) => `${organizations}/${id}`;

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
  /** The answer in short: its status, and the code of an error. */
  brief(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<string>;
  /** Creates an organization of one domain and returns its id. */
  create(domainName: string, more?: Json): Promise<string>;
  read(id: string): Promise<Json>;
  sources(id: string): Promise<unknown>;
  /** Every item behind a path, page by page. */
  readAll(path: string): Promise<Json[]>;
}

const named = (displayName?: string) => (displayName === undefined ? {} : { displayName });

export const domain = (domainName: string, displayName?: string) => ({
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName,
  ...named(displayName),
});

export const tenant = (tenantId: string, displayName?: string) => ({
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId,
  ...named(displayName),
});

export const crossCloud = (tenantId: string, displayName?: string) => ({
  "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
  tenantId,
  ...named(displayName),
  cloudInstance: "microsoftonline.us",
});

export const fabrikam = tenant(ids.fabrikam, "Fabrikam Inc");
export const wingtip = tenant(ids.wingtip, "Wingtip Toys");
export const government = crossCloud(ids.government, "Proseware Government");

export const reference = (id: string, collection = "directoryObjects") => ({
  "@odata.id": `${host}/v1.0/${collection}/${id}`,
});

const errorOf = ({ json }: Pick<Answer, "json">) => json["error"] as Json | undefined;
export const errorCode = (answer: Pick<Answer, "json">): unknown => errorOf(answer)?.["code"];
export const errorMessage = (answer: Answer): string => String(errorOf(answer)?.["message"]);
export const brief = (answer: Answer): string => `${answer.status} ${errorCode(answer) ?? ""}`.trim();

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
    brief: async (...request) => brief(await client.call(...request)),
    async create(domainName, more = {}) {
      const body = { displayName: domainName, description: "", identitySources: [domain(domainName)], ...more };
      const answer = await client.call("POST", organizations, body);
      assert.equal(answer.status, 201, answer.text);
      return String(answer.json["id"]);
    },
    async read(id) {
      const answer = await client.call("GET", item(id));
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

export const withSwitches = (switches: Partial<Switches>): Client => createClient({ switches });

type Rows = readonly (readonly [switches: Partial<Switches>, result: unknown])[];

/** One test for each row: with these switches, the work gives that result. */
export const follows =
  (title: string, work: (client: Client) => Promise<unknown>, seed: SeedInput = {}) =>
  (rows: Rows) => {
    for (const [switches, result] of rows) {
      const positions = Object.entries(switches).map((pair) => pair.join(" "));
      it(`${title} as ${positions.join(" and ")} ${positions.length > 1 ? "say" : "says"}`, async () => {
        assert.deepEqual(await work(createClient({ seed, switches })), result);
      });
    }
  };

interface BatchMember extends Json {
  readonly id: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: Json;
}

/** Sends a batch and returns the answers of its members. */
export async function sendBatch(client: Client, requests: readonly Json[]): Promise<readonly BatchMember[]> {
  const answer = await client.call("POST", "/$batch", { requests });
  assert.equal(answer.status, 200, answer.text);
  return answer.json["responses"] as BatchMember[];
}

/** The answers of a batch in short. */
export const statuses = (answers: readonly BatchMember[]) => answers.map(({ id, status }) => `${id}: ${status}`);
