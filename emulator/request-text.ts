// The text of a request. Microsoft's Go client compresses every body it sends.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const decompress = promisify(gunzip);

async function readBytes(bytes: Buffer, encoding: string): Promise<Buffer | undefined> {
  if (encoding === "" || encoding === "identity") return bytes;
  if (encoding !== "gzip") return undefined;
  return decompress(bytes).catch(() => undefined);
}

/** The text, or undefined when its Content-Encoding is unknown or wrong. */
export async function readRequestText(request: Request): Promise<string | undefined> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  const bytes = await readBytes(Buffer.from(await request.arrayBuffer()), encoding);
  return bytes && new TextDecoder().decode(bytes);
}
