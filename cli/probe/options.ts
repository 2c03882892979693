// The options of `connectedorgs probe`.
import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { domainName, guid } from "../../provider/organization/text-rule";
import { type Rule, wholeNumber } from "../arguments";

/** Checked before anything is created, rather than when the answers are in. */
const writable: Rule<string> = {
  normalize: (file) => {
    try {
      accessSync(dirname(resolve(file)), constants.W_OK);
      return file;
    } catch {
      return undefined;
    }
  },
  expected: "Its folder must be there and writable",
};

export const options = {
  out: { value: "<file>", rule: writable, about: "where the answers go, for connectedorgs emulator --profile" },
  "domain-with-tenant": {
    value: "<domain>",
    rule: domainName,
    about: "a domain of a partner's Entra tenant, for a moment a proposed organization",
  },
  "tenant-id": { value: "<id>", rule: guid, about: "a partner's tenant, for a moment a proposed organization" },
  "domain-without-tenant": {
    value: "<domain>",
    rule: domainName,
    about: "names below it are used (default: names below .example)",
  },
  sponsor: { value: "<object id>", rule: guid, about: "a user or group of your tenant, for a moment a sponsor" },
  "max-requests": {
    value: "<number>",
    rule: wholeNumber(1, 2000),
    default: 400,
    about: "default 400; cleaning has its own",
  },
  timeout: { value: "<seconds>", rule: wholeNumber(1, 3600), default: 900, about: "default 900; cleaning has its own" },
  yes: { about: "agree to the writing beforehand" },
  clean: { about: "only remove what earlier runs left" },
} as const;
