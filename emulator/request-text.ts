// The text of a request. Microsoft's Go client compresses every body it sends.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GraphError, unsupportedEncoding } from "./errors";

const decompress = promisify(gunzip);

const mostBytes = 4 * 1024 * 1024;

function tooLarge(): GraphError {
  return new GraphError(413, "RequestEntityTooLarge", "The body of a request may have 4 MiB.");
}

async function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers.get("content-length")) > mostBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function inflate(bytes: Buffer): Promise<Buffer> {
  try {
    return await decompress(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? tooLarge() : unsupportedEncoding();
  }
}

/** Fails when the text is too long, or its Content-Encoding unknown or wrong. */
export async function readRequestText(request: Request): Promise<string> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (!["", "identity", "gzip"].includes(encoding)) throw unsupportedEncoding();
  const bytes = await readBytes(request);
  return new TextDecoder().decode(encoding === "gzip" ? await inflate(bytes) : bytes);
}
