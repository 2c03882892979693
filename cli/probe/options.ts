// The options of `connectedorgs probe`.
import { domainName, guid } from "../../provider/organization/text-rule";
import { wholeNumber } from "../arguments";
import { writable } from "../file";
import { stackOption } from "../stack";

export const options = {
  out: { value: "<file>", rule: writable, about: "write the answers there, for connectedorgs emulator --profile" },
  "domain-with-tenant": {
    value: "<domain>",
    rule: domainName,
    about: "domain of a partner's Entra tenant, which becomes a proposed organization for a moment",
  },
  "tenant-id": {
    value: "<id>",
    rule: guid,
    about: "a partner's tenant, which becomes a proposed organization for a moment",
  },
  "domain-without-tenant": {
    value: "<domain>",
    rule: domainName,
    about: "domain without a tenant, whose subdomains are used (default: names below .example)",
  },
  sponsor: {
    value: "<object id>",
    rule: guid,
    about: "a user or group of your tenant, which becomes a sponsor for a moment",
  },
  "max-requests": {
    value: "<number>",
    rule: wholeNumber(1, 2000),
    default: 400,
    about: "at most this many requests (default 400), not counting those that clean up",
  },
  timeout: {
    value: "<seconds>",
    rule: wholeNumber(1, 3600),
    default: 900,
    about: "at most this long (default 900), not counting the cleanup",
  },
  stack: stackOption,
  yes: { about: "do not ask for confirmation" },
  clean: { about: "only remove what earlier runs left behind" },
} as const;
