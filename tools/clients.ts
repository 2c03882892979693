// `npm run test:clients`: the emulator behind TLS, used by Microsoft's Python libraries as their pages say.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, defaultSeed } from "../emulator";
import { ROOT } from "../harness/root";
import { runProcess } from "../harness/run-process";
import {
  type Certificate,
  makeAppCertificate,
  makeAuthority,
  makeServerCertificate,
} from "../tests/support/certificate";
import { clientId, secret, tenantId } from "../tests/support/sign-in";
import { ensurePython } from "./clients/python";

const TESTS = join(ROOT, "tests", "clients");
const LIMIT_MS = 10 * 60_000;

const privateKey = ({ key }: Certificate) => key.export({ type: "pkcs8", format: "pem" });

async function main(): Promise<void> {
  const python = await ensurePython(join(TESTS, "requirements.txt"));
  const folder = mkdtempSync(join(tmpdir(), "connectedorgs-clients-"));
  const write = (name: string, text: string | Buffer) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const authority = makeAuthority("connectedorgs test authority");
  const server = makeServerCertificate(authority);
  const [own, other] = [makeAppCertificate(), makeAppCertificate()];
  const apps = (defaultSeed.apps ?? []).map((app) => ({ ...app, certificates: [own.certificate] }));
  const emulator = createEmulator({ seed: { apps }, switches: { acceptedTokens: "issued" } });
  const listener = await emulator.listen({ tls: { cert: server.certificate, key: privateKey(server) } });
  try {
    const { exitCode, output } = await runProcess(python, ["-W", "ignore", "-m", "unittest", "discover", "--verbose"], {
      cwd: TESTS,
      timeoutMs: LIMIT_MS,
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: "1",
        EMULATOR_URL: listener.url,
        EMULATOR_TENANT: tenantId,
        EMULATOR_CLIENT: clientId,
        EMULATOR_SECRET: secret,
        NO_PROXY: "127.0.0.1",
        REQUESTS_CA_BUNDLE: write("trusted.pem", authority.certificate),
        EMULATOR_CERTIFICATE: write("own.pem", own.certificate),
        EMULATOR_KEY: write("own.key", privateKey(own)),
        EMULATOR_OTHER_CERTIFICATE: write("other.pem", other.certificate),
        EMULATOR_OTHER_KEY: write("other.key", privateKey(other)),
      },
    });
    console.log(output);
    console.log(`${emulator.requests.length} requests came, ${emulator.portal.list().length} organizations are left.`);
    process.exitCode = exitCode === 0 && emulator.portal.list().length === 0 ? 0 : 1;
  } finally {
    await listener.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
