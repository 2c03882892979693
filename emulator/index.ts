// A stateful double of Microsoft Graph's connected organizations: one emulator is one tenant.
import { createApp, createControlApp } from "./app";
import { refuseControl } from "./control-access";
import { BrokenConnection } from "./errors";
import { createFaultBoard, type FaultBoard } from "./faults";
import { dispatch, handle, handleControl, isControl } from "./handle";
import { createPortal, type Portal } from "./portal";
import { createRequestLog, type LoggedRequest } from "./request-log";
import { parseSeed } from "./seed";
import type { SeedInput } from "./seed-input";
import { type Listener, type ListenOptions, listen } from "./server";
import { createStore } from "./store";
import { createSwitchBoard, type SwitchBoard, type Switches } from "./switches";
import { createThrottle } from "./throttle";
import type { World } from "./world";

export { defaultSeed } from "./default-seed";
export type { ErrorStyle } from "./errors";
export type { Fault, FaultBoard, FaultMoment, FaultRule } from "./faults";
export type {
  AccessPackage,
  App,
  AssignmentPolicy,
  DirectoryObject,
  IdentitySource,
  Organization,
  PolicyTarget,
  SponsorKind,
  State,
  Tenant,
} from "./model";
export type { OrganizationPatch, Portal } from "./portal";
export type { LoggedRequest } from "./request-log";
export type { RetryAfter } from "./retry-after";
export type {
  AccessPackageInput,
  AppInput,
  AssignmentPolicyInput,
  DirectoryObjectInput,
  OrganizationInput,
  SeedInput,
  TenantInput,
} from "./seed-input";
export type { Listener, ListenOptions } from "./server";
export { switchTable } from "./switch-table";
export { parseSwitch, type SwitchBoard, type Switches, type SwitchName, switchNames } from "./switches";

export interface EmulatorOptions {
  /** Initial data; whatever it omits comes from the default seed. */
  seed?: SeedInput;
  /** Switches that differ from the defaults; they override the seed's. */
  switches?: Partial<Switches>;
  /** Milliseconds since 1970. @default Date.now */
  clock?: () => number;
  /** Numbers from 0 to 1, for ids and shuffling. @default Math.random */
  random?: () => number;
  /** Milliseconds by which every request is delayed; a batch counts as one. @default 0 */
  delayMs?: number;
  /** Milliseconds by which a batch is delayed further for each of its members. @default 0 */
  delayMemberMs?: number;
  /** Shows tokens and secrets in `requests` as they were sent, instead of `***`. @default false */
  logSecrets?: boolean;
  /** Called after each answer. */
  onAnswer?: (request: LoggedRequest) => void;
}

export interface Emulator {
  /** Answers a request in process, for any host; a connection fault rejects like a network failure. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  listen(options?: ListenOptions): Promise<Listener>;
  /** The last 10,000 requests. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  readonly faults: FaultBoard;
  readonly switches: SwitchBoard;
  readonly portal: Portal;
  /** Resets state, switches, faults and log to a seed, by default to the original one. */
  reset(seed?: SeedInput): void;
}

function createWorld(options: EmulatorOptions): World {
  const { clock = Date.now, random = Math.random, logSecrets = false, onAnswer } = options;
  const { delayMs = 0, delayMemberMs = 0 } = options;
  const seed = parseSeed(options.seed ?? {});
  const switches = createSwitchBoard({ ...seed.switches, ...options.switches });
  const world: World = {
    store: createStore(seed, clock, random),
    switches,
    faults: createFaultBoard(),
    log: createRequestLog(clock, { logSecrets, onAnswer }),
    throttle: createThrottle(switches, clock),
    clock,
    random,
    delays: { request: delayMs, member: delayMemberMs },
    dispatch: (request) => dispatch(world, app.fetch, request),
  };
  const app = createApp(world);
  return world;
}

function networkFailure(cause: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(cause), { code: cause }) });
}

/** How a connection fault looks to a caller of `fetch`. */
function showFault(error: unknown): Response | Promise<Response> {
  if (!(error instanceof BrokenConnection)) throw error;
  if (error.how === "hang") return new Promise(() => undefined);
  if (error.how === "reset" || error.response === undefined) throw networkFailure("ECONNRESET");
  const { status, headers } = error.response;
  const body = new ReadableStream({
    pull: (controller) => controller.error(new TypeError("terminated", { cause: networkFailure("UND_ERR_SOCKET") })),
  });
  return new Response(status === 204 ? null : body, { status, headers });
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const world = createWorld(options);
  const portal = createPortal(world);
  const reset = (input?: unknown) => {
    const seed = parseSeed(input ?? options.seed ?? {});
    world.store = createStore(seed, world.clock, world.random);
    world.switches.reset();
    world.switches.set({ ...seed.switches, ...options.switches });
    world.faults.clear();
    world.throttle.reset();
    world.log.requests.length = 0;
  };
  const control = createControlApp(world, portal, reset);
  const answer = async (request: Request) =>
    isControl(request) ? handleControl(control, request) : handle(world, request);
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      // Nothing keeps what leads from the caller's signal to the request's.
      const signal = init?.signal ?? request.signal;
      return Promise.race([answer(request).catch(showFault), rejectOnAbort(signal)]);
    },
    listen: (listenOptions = {}) => {
      const { host = "127.0.0.1" } = listenOptions;
      return listen(async (request) => {
        const refused = isControl(request) ? refuseControl(request, host) : undefined;
        return refused === undefined ? answer(request) : Response.json({ error: refused }, { status: 403 });
      }, listenOptions);
    },
    requests: world.log.requests,
    clearRequests: () => {
      world.log.requests.length = 0;
    },
    faults: world.faults,
    switches: world.switches,
    portal,
    reset,
  };
}
