// The command line of `connectedorgs probe`.
import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { domainName, guid, type TextRule } from "../../provider/organization/text-rule";
import { type Options, UsageError } from "../usage";

export const options: Options = {
  "tenant-id": { type: "string" },
  "domain-with-tenant": { type: "string" },
  "domain-without-tenant": { type: "string" },
  sponsor: { type: "string" },
  out: { type: "string" },
  "max-requests": { type: "string" },
  timeout: { type: "string" },
  yes: { type: "boolean" },
  clean: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

export const usage = `Usage: connectedorgs probe [options]

Finds out what your tenant does where Microsoft's documentation is silent: makes a few connected organizations, looks at
the answers, and removes them. Use a test tenant. Settings come from the environment, as docs/configuration.md says.

  --out <file>                     where the answers go, for connectedorgs emulator --profile
  --domain-with-tenant <domain>    a domain of a partner's Entra tenant, for a moment a proposed organization
  --tenant-id <id>                 a partner's tenant, for a moment a proposed organization
  --domain-without-tenant <domain> names below it are used (default: names below .example)
  --sponsor <object id>            a user or group of your tenant, for a moment a sponsor
  --max-requests <number>          default 400; cleaning has its own
  --timeout <seconds>              default 900; cleaning has its own
  --yes                            agree to the writing beforehand
  --clean                          only remove what earlier runs left
  --help

Questions whose input is missing stay open. Ends with 0, or with 1 when something failed or is left behind.`;

export interface ProbeOptions {
  readonly inputs: {
    readonly tenantId?: string;
    readonly domainWithTenant?: string;
    readonly domainWithoutTenant?: string;
    readonly sponsor?: string;
  };
  readonly out?: string;
  readonly maxRequests: number;
  readonly timeoutSeconds: number;
  readonly yes: boolean;
  readonly clean: boolean;
}

export function readProbeOptions(values: ReadonlyMap<string, readonly string[]>): ProbeOptions {
  const first = (name: string) => values.get(name)?.at(-1);
  const text = <Name extends string>(key: Name, name: string, rule: TextRule) => {
    const value = first(name);
    if (value === undefined) return {};
    const normal = rule.normalize(value);
    if (normal === undefined) throw invalid(name, value, rule.expected);
    return { [key]: normal } as { [Key in Name]: string };
  };
  const out = first("out");
  if (out !== undefined) requireFolder(out);
  return {
    inputs: {
      ...text("tenantId", "tenant-id", guid),
      ...text("domainWithTenant", "domain-with-tenant", domainName),
      ...text("domainWithoutTenant", "domain-without-tenant", domainName),
      ...text("sponsor", "sponsor", guid),
    },
    ...(out !== undefined && { out }),
    maxRequests: amount(first("max-requests"), "max-requests", 400, 2000),
    timeoutSeconds: amount(first("timeout"), "timeout", 900, 3600),
    yes: values.has("yes"),
    clean: values.has("clean"),
  };
}

function amount(text: string | undefined, name: string, fallback: number, most: number): number {
  const value = Number(text ?? fallback);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalid(name, String(text), `It must be a whole number between 1 and ${most}`);
}

/** Before anything is made, rather than when the answers are there. */
function requireFolder(file: string): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
  } catch {
    throw invalid("out", file, "Its folder must be there and writable");
  }
}

function invalid(name: string, value: string, rule: string): UsageError {
  return new UsageError(`Invalid value for --${name}: ${value}. ${rule}.\n\n${usage}`);
}
