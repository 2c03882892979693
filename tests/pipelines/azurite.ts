/**
 * Azure Blob Storage on loopback: Microsoft's own emulator, installed on first use beside the kept engine. As a
 * dependency it would bring 370 packages and 186 MB to everybody who installs this repository.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { keptPackage } from "../support/kept-package";

/** The newest for Node 20. */
const VERSION = "3.35.0";
/** Known to everybody: https://learn.microsoft.com/azure/storage/common/storage-use-azurite */
const ACCOUNT = "devstoreaccount1";
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

export interface BlobStorage {
  /** With a container of its own for the state. */
  readonly env: Record<string, string>;
  /** The same, as for the role Storage Blob Data Reader. */
  readonly readOnlyEnv: Record<string, string>;
  close(): Promise<void>;
}

export async function startBlobStorage(): Promise<BlobStorage> {
  const script = join(await keptPackage("azurite", VERSION), "dist", "src", "blob", "main.js");
  const flags = [
    "--blobPort",
    "0",
    "--skipApiVersionCheck",
    "--disableTelemetry",
    "--location",
    temporaryFolder("azurite"),
  ];
  const child = spawn(process.execPath, [script, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const host = await hostOf(child);
  await createContainer(host, "state");
  const account = {
    PULUMI_BACKEND_URL: `azblob://state?protocol=http&domain=${host}&localemu=true`,
    AZURE_STORAGE_ACCOUNT: ACCOUNT,
  };
  return {
    env: { ...account, AZURE_STORAGE_KEY: KEY },
    readOnlyEnv: { ...account, AZURE_STORAGE_SAS_TOKEN: signForReading("state") },
    close: () =>
      new Promise((resolve) => {
        child.once("close", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

function hostOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.once("exit", (code) => reject(new Error(`Azurite ended with code ${code}:\n${said}`)));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const host = /successfully listens on http:\/\/(127\.0\.0\.1:\d+)/i.exec(said)?.[1];
      if (host !== undefined) resolve(host);
    });
  });
}

/** https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
async function createContainer(host: string, name: string): Promise<void> {
  const headers = { "x-ms-date": new Date().toUTCString(), "x-ms-version": "2021-10-04" };
  const lines = Object.entries(headers).map((pair) => pair.join(":"));
  const resource = `/${ACCOUNT}/${ACCOUNT}/${name}\nrestype:container`;
  const text = ["PUT", ...Array<string>(11).fill(""), ...lines, resource].join("\n");
  const signature = sign(text);
  const response = await fetch(`http://${host}/${ACCOUNT}/${name}?restype=container`, {
    method: "PUT",
    headers: { ...headers, authorization: `SharedKey ${ACCOUNT}:${signature}` },
  });
  if (response.status !== 201) throw new Error(`Azurite answered ${response.status}: ${await response.text()}`);
}

/** Reads and lists one container for an hour: https://learn.microsoft.com/rest/api/storageservices/create-service-sas */
function signForReading(container: string): string {
  const version = "2021-10-04";
  const fields = {
    sp: "rl",
    se: `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`,
    sv: version,
    sr: "c",
  };
  const resource = `/blob/${ACCOUNT}/${container}`;
  const text = [fields.sp, "", fields.se, resource, "", "", "", version, fields.sr, ...Array<string>(7).fill("")];
  return new URLSearchParams({ ...fields, sig: sign(text.join("\n")) }).toString();
}

function sign(text: string): string {
  return createHmac("sha256", Buffer.from(KEY, "base64")).update(text).digest("base64");
}
