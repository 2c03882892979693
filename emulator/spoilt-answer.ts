// Answers with another body, or with one that is changed in places.
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

/** The JSON object of the answer with properties put over it. */
export function mergeBody(response: Response, properties: JsonObject): Promise<Response> {
  return changeJson(response, (json) => ({ ...json, ...properties }));
}

/** The first two members of a batch answer with each other's content; the ids stay where they are. */
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
