// The key that a project's secrets are encrypted with. Pulumi derives a passphrase's key anew in every command, which
// takes a third of a second: so as much of HashiCorp Vault as Pulumi asks for hands it out instead.
import { createCipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const key = randomBytes(32);

export const secretsProvider = "hashivault://tests";

/** What a stack's settings say of it; the key is "encrypted" as its own base64. */
export const secretsSettings = {
  secretsprovider: secretsProvider,
  encryptedkey: Buffer.from(key.toString("base64")).toString("base64"),
};

/** A value of a stack's settings, encrypted as Pulumi does it. */
export function encrypt(text: string): { secure: string } {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { secure: ["v1", nonce.toString("base64"), sealed.toString("base64")].join(":") };
}

let environment: Promise<Record<string, string>> | undefined;

/** Leads commands to the service, which runs as long as this process does. */
export function keyService(): Promise<Record<string, string>> {
  environment ??= start();
  return environment;
}

/** @see https://developer.hashicorp.com/vault/api-docs/secret/transit#decrypt-data */
async function start(): Promise<Record<string, string>> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { ciphertext } = JSON.parse(Buffer.concat(chunks).toString()) as { ciphertext: string };
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ data: { plaintext: ciphertext } }));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return { VAULT_ADDR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, VAULT_TOKEN: "none" };
}
