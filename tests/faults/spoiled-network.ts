/** Stands between the provider and the emulator: counts and names the requests, spoils those that are to fail. */
import type { Emulator } from "../../emulator";
import { type Fault, faultNamed, type Trouble } from "./fault";
import type { VirtualClock } from "./virtual-clock";

const slowBody = 45_000;

export class SpoiledNetwork {
  /** The requests since `begin`, as `GET internalSponsors`. */
  sent: string[] = [];
  /** Called after each answer, whatever became of it. */
  watch: () => void = () => undefined;
  /** Requests that were sent although Graph had asked to wait longer. */
  readonly tooEarly: string[] = [];
  #trouble: Trouble | undefined;
  #spoiled = new Set<number>();
  #standing: readonly Trouble[] = [];
  readonly #closedUntil = new Map<string, number>();

  constructor(
    readonly emulator: Emulator,
    readonly clock: VirtualClock,
    /** One way, in milliseconds. */
    readonly latency = 0,
  ) {}

  /** Counts from 0 again. `standing` belongs to the operation itself, and goes on while `trouble` comes and goes. */
  begin(trouble?: Trouble, standing: readonly Trouble[] = []): void {
    this.sent = [];
    this.#spoiled = new Set();
    this.#trouble = trouble;
    this.#standing = standing;
    this.#closedUntil.clear();
  }

  /** Whether the trouble came: the request that it waits for was sent. */
  get wasSpoiled(): boolean {
    return this.#spoiled.size > 0;
  }

  fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = String(input);
    const method = (init.method ?? "GET").toUpperCase();
    const label = labelOf(method, url, init.body);
    const index = this.sent.push(label) - 1;
    this.#checkTime(label, `${method} ${url}`);
    try {
      const response = await this.#carry(url, method, init, this.#faultFor(index));
      this.#noteRetryAfter(label, `${method} ${url}`, response);
      return response;
    } finally {
      this.watch();
    }
  };

  #faultFor(index: number): Fault | undefined {
    const isMeant = ({ from, span }: Trouble) =>
      index === from || (index > from && (span === "outage" || (span === "lasting" && this.#isAlike(index, from))));
    const own = this.#trouble && isMeant(this.#trouble) ? this.#trouble : undefined;
    if (own) this.#spoiled.add(index);
    const found = own ?? this.#standing.find(isMeant);
    return found && faultNamed(found.fault);
  }

  #isAlike(index: number, from: number): boolean {
    return this.sent[index] === this.sent[from];
  }

  async #carry(url: string, method: string, init: RequestInit, fault?: Fault): Promise<Response> {
    if (!fault) return await this.#deliver(url, init);
    switch (fault.kind) {
      case "refused":
        throw new TypeError("fetch failed", {
          cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
        });
      case "hang":
        if (fault.when === "after") await this.#deliver(url, init);
        return await this.clock.forever(init.signal);
      case "cut": {
        const response = await this.#deliver(url, init);
        const text = await response.text();
        return new Response(response.status === 204 ? null : text.slice(0, text.length / 2), response);
      }
      case "slowBody":
      case "stalledBody": {
        const response = await this.#deliver(url, init);
        const wait = () =>
          fault.kind === "slowBody"
            ? this.clock.sleep(slowBody, init.signal ?? undefined)
            : this.clock.forever(init.signal);
        return late(response, wait);
      }
      default: {
        const { pathname, search } = new URL(url);
        const exact = (pathname + search).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        this.emulator.faults.add({ method, path: new RegExp(`^${exact}$`), fault });
        return await this.#deliver(url, init);
      }
    }
  }

  /** With the body read, because that takes time of the machine, but none of the clock. */
  async #deliver(url: string, init: RequestInit): Promise<Response> {
    if (this.latency > 0) await this.clock.sleep(this.latency, init.signal ?? undefined);
    const response = await this.#exchange(url, init);
    if (this.latency > 0) await this.clock.sleep(this.latency, init.signal ?? undefined);
    return response;
  }

  async #exchange(url: string, init: RequestInit): Promise<Response> {
    return await this.clock.during(async () => {
      const response = await this.emulator.fetch(url, init);
      const body = await response.text().catch((reason: unknown) => failing(reason));
      return new Response(response.status === 204 ? null : body, response);
    });
  }

  #noteRetryAfter(label: string, request: string, { status, headers }: Response): void {
    const value = headers.get("retry-after");
    if (value === null || (status !== 429 && status !== 503) || label === signIn) return;
    const seconds = Number.isNaN(Number(value))
      ? (Date.parse(value) - Date.parse(headers.get("date") ?? "")) / 1000
      : Number(value);
    if (Number.isNaN(seconds)) return;
    // A 429 is meant for the whole process, a 503 for the request that got it.
    const whom = status === 429 ? everybody : request;
    const until = this.clock.now() + Math.floor(seconds * 1000);
    this.#closedUntil.set(whom, Math.max(until, this.#closedUntil.get(whom) ?? 0));
  }

  #checkTime(label: string, request: string): void {
    if (label === signIn || label === discovery) return;
    const closed = Math.max(this.#closedUntil.get(everybody) ?? 0, this.#closedUntil.get(request) ?? 0);
    if (this.clock.now() < closed) this.tooEarly.push(`${label}, ${(closed - this.clock.now()) / 1000} s too early`);
  }
}

const everybody = "everybody";
const signIn = "POST token";
const discovery = "GET openid-configuration";

function labelOf(method: string, url: string, body: unknown): string {
  const { pathname, search } = new URL(url);
  if (pathname.endsWith("/$batch")) return `${isOfReads(body) ? "GET" : method} batch`;
  if (pathname.endsWith("/oauth2/v2.0/token")) return signIn;
  if (pathname.endsWith("/openid-configuration")) return discovery;
  if (pathname.endsWith("/assignmentPolicies")) return `${method} policies`;
  if (pathname.includes("findTenantInformation")) return `${method} findTenant`;
  const [, rest = ""] = pathname.split(/connectedOrganizations\/?/);
  const [id, ...below] = rest.split("/").filter((part) => part !== "$ref");
  if (!id) return `${method} organizations${search.includes("filter") ? " by filter" : ""}`;
  return `${method} ${below[0] ?? "organization"}`;
}

function isOfReads(body: unknown): boolean {
  const { requests } = JSON.parse(String(body)) as { requests: { method: string }[] };
  return requests.every((member) => member.method === "GET");
}

function failing(reason: unknown): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.error(reason) });
}

function late(response: Response, wait: () => Promise<unknown>): Response {
  const body = new ReadableStream({
    async start(controller) {
      try {
        const text = await response.text();
        await wait();
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      } catch (reason) {
        controller.error(reason);
      }
    },
  });
  return new Response(response.status === 204 ? null : body, response);
}
