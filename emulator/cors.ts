// What lets pages of any origin call Graph, as Graph itself does.
const exposed =
  "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, Retry-After";

/** The answer to what a browser asks before the request itself, or undefined for any other request. */
export function answerPreflight({ method, headers }: Request): Response | undefined {
  const wanted = headers.get("access-control-request-method");
  if (method !== "OPTIONS" || !headers.has("origin") || wanted === null) return undefined;
  const allowed = headers.get("access-control-request-headers");
  return new Response(null, {
    headers: {
      "Access-Control-Allow-Methods": wanted,
      ...(allowed === null ? {} : { "Access-Control-Allow-Headers": allowed }),
      "Access-Control-Max-Age": "86400",
    },
  });
}

export function shareWithPages({ headers: sent }: Request, response: Response): Response {
  if (!sent.has("origin")) return response;
  const headers = new Headers(response.headers);
  headers.set("Access-Control-Allow-Origin", "*");
  headers.set("Access-Control-Expose-Headers", exposed);
  return new Response(response.body, { status: response.status, headers });
}
