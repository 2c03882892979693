// Answers whose body is replaced or partly changed.
import { isJsonObject, type JsonObject, tryParse } from "./body";
import { jsonContentType } from "./errors";

export function withBody(response: Response, body: string | null, contentType: string): Response {
  const headers = new Headers(response.headers);
  headers.set("Content-Type", contentType);
  return new Response(response.status === 204 ? null : body, { status: response.status, headers });
}

async function changeJson(response: Response, change: (json: JsonObject) => JsonObject): Promise<Response> {
  const json = tryParse(await response.clone().text());
  return isJsonObject(json) ? withBody(response, JSON.stringify(change(json)), jsonContentType) : response;
}

/** Overrides properties of the answer's JSON object. */
export function mergeBody(response: Response, properties: JsonObject): Promise<Response> {
  return changeJson(response, (json) => ({ ...json, ...properties }));
}

/** Swaps the contents of a batch's first two answers, but not their ids. */
export function exchangeMembers(response: Response): Promise<Response> {
  return changeJson(response, (json) => {
    const { responses } = json;
    if (!Array.isArray(responses)) return json;
    const [first, second, ...others]: readonly unknown[] = responses;
    if (!isJsonObject(first) || !isJsonObject(second)) return json;
    const exchanged = [
      { ...second, id: first["id"] },
      { ...first, id: second["id"] },
    ];
    return { ...json, responses: [...exchanged, ...others] };
  });
}
