/**
 * The way out of this machine. Where the environment names a proxy, requests are sent by the client of the sign-in
 * library, so that signing in and everything else take one way: Node's own fetch knows no proxy before Node 24.
 */
import type { Agent, ClientRequest } from "node:http";
import querystring from "node:querystring";
import type { HttpMethods, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { UserError } from "../errors";
import { keepSecret } from "../redact";

/** In the library's order: the first one set is taken for every request. */
const variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"] as const;

/** Node's fetch, through the proxy of the environment unless `NO_PROXY` has the host. Plain http stays on this machine. */
export const proxied: typeof fetch = async (input, init = {}) => {
  const url = String(input);
  const isDirect = proxyVariable() === undefined || !url.startsWith("https:");
  return isDirect ? await fetch(input, init) : await sendThrough(url, init);
};

/** @throws UserError if the proxy's variable holds no URL; the library would go to this machine's port 80 instead */
export function checkProxy(): void {
  const name = proxyVariable();
  if (name === undefined) return;
  const value = process.env[name] ?? "";
  const proxy = URL.canParse(value) ? new URL(value) : undefined;
  if (proxy) for (const form of [proxy.password, querystring.unescape(proxy.password)]) keepSecret(form);
  if (proxy && /^https?:$/.test(proxy.protocol)) return;
  // The value is not shown, because it may hold a password.
  throw new UserError(`The variable ${name} does not hold the URL of a proxy.`, "Set one such as http://proxy:8080.");
}

function proxyVariable(): string | undefined {
  return variables.find((name) => process.env[name]);
}

async function sendThrough(url: string, { method, headers, body, signal, redirect }: RequestInit): Promise<Response> {
  checkProxy();
  const { createHttpHeaders, createPipelineRequest } = library();
  const request = createPipelineRequest({
    url,
    method: (method ?? "GET") as HttpMethods,
    headers: createHttpHeaders({ "Accept-Encoding": "gzip,deflate", ...Object.fromEntries(new Headers(headers)) }),
    ...(body ? { body: String(body) } : {}),
    ...(signal ? { abortSignal: signal } : {}),
  });
  const answer = await sendRequest(request).catch((error: Error & { code?: string }) => {
    signal?.throwIfAborted();
    const hasCode = error.code !== undefined && error.code !== library().RestError.REQUEST_SEND_ERROR;
    throw new TypeError("fetch failed", { cause: hasCode ? error : new Error(error.message) });
  });
  if (redirect === "error" && answer.headers.has("location")) throw new TypeError("unexpected redirect");
  const { status, bodyAsText } = answer;
  return new Response(bodyAsText || null, { status, headers: answer.headers.toJSON() });
}

let send: ((request: PipelineRequest) => Promise<PipelineResponse>) | undefined;

async function sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
  if (send === undefined) {
    const { createDefaultHttpClient, proxyPolicy } = library();
    const [client, policy] = [createDefaultHttpClient(), proxyPolicy()];
    send = (each) =>
      policy.sendRequest(each, (routed) => {
        refuseOtherAnswers(routed.agent as Agent | undefined);
        return client.sendRequest(routed);
      });
  }
  return await send(request);
}

/** A proxy that opens no tunnel answers the request itself, as if it were Graph. */
function refuseOtherAnswers(agent: Agent | undefined): void {
  if (!agent || agent.listenerCount("proxyConnect") > 0) return;
  agent.on("proxyConnect", ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
    if (statusCode !== 200) request.destroy(new Error(`the proxy of ${proxyVariable()} answered ${statusCode}`));
  });
}

/** Loaded with the first request that needs it. */
function library(): typeof import("@azure/core-rest-pipeline") {
  return require("@azure/core-rest-pipeline");
}
