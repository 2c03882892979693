/**
 * Which Entra tenant a domain belongs to: from Graph if the caller may ask it, otherwise from the domain's public OpenID
 * configuration, which needs no permission. Bounded, asked once per domain, and never an error: doubt is an answer.
 */

import { firstOf } from "../clock";
import type { Connection } from "../graph/connection";
import { openDoor } from "../graph/door";
import { GraphFailure } from "../graph/failure";
import { proxied } from "../graph/proxied";
import { type Operation, remaining } from "../operation";
import type { FindTenant, TenantAnswer } from "../organization/identity";
import type { TenantResult } from "../organization/shape";
import { domainName as rule } from "../organization/text-rule";
import { waits } from "../waits";

/** The tenant of personal accounts: a domain of this one has no tenant of its own. */
const consumers = "9cd80435-793b-4f48-844b-6b3f37d1c1f3";

/** One for all operations of a connection, so that what it learns is remembered. */
export class TenantLookup {
  readonly #answers = new Map<string, Promise<TenantAnswer>>();
  #graphForbids = false;

  constructor(
    readonly connection: Connection,
    readonly authorityHost: string,
    readonly transport: typeof fetch = proxied,
  ) {}

  /** Within one operation, doubt is remembered as well. */
  during(operation: Operation): FindTenant {
    const asked = new Map<string, Promise<TenantAnswer>>();
    return async (domainName) => {
      if (rule.normalize(domainName) === undefined) return "undecided";
      const known = asked.get(domainName);
      if (known !== undefined) return await known;
      const answer = this.#answers.get(domainName) ?? this.#ask(operation, domainName);
      asked.set(domainName, answer);
      this.#answers.set(domainName, answer);
      if ((await answer) === "undecided") this.#answers.delete(domainName);
      return await answer;
    };
  }

  async #ask(operation: Operation, domainName: string): Promise<TenantAnswer> {
    const { clock } = operation;
    const time = Math.min(waits.tenantLookup, remaining(operation));
    if (time <= 0) return "undecided";
    const signal = firstOf(operation.signal, clock.timeout(time));
    const bounded: Operation = { ...operation, signal, deadline: clock.now() + time };
    return (await this.#askGraph(bounded, domainName)) ?? (await this.#askAuthority(signal, domainName));
  }

  /** What Graph answers for a domain of no tenant is not documented, so only a success decides. */
  async #askGraph(operation: Operation, domainName: string): Promise<TenantAnswer | undefined> {
    if (this.#graphForbids) return undefined;
    try {
      return own(await openDoor(this.connection, operation).findTenant(domainName));
    } catch (error) {
      this.#graphForbids = error instanceof GraphFailure && error.isForbidden;
      return undefined;
    }
  }

  async #askAuthority(signal: AbortSignal, domainName: string): Promise<TenantAnswer> {
    const url = `${this.authorityHost}/${encodeURIComponent(domainName)}/.well-known/openid-configuration`;
    try {
      const response = await this.transport(url, { signal, redirect: "error" });
      const body = (await response.json()) as { issuer?: unknown; error?: unknown };
      const tenantId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(String(body.issuer))?.[0]?.toLowerCase();
      if (response.ok && tenantId) return own({ tenantId });
      return response.status === 400 && body.error === "invalid_tenant" ? { tenantId: undefined } : "undecided";
    } catch {
      return "undecided";
    }
  }
}

function own(tenant: TenantResult): TenantAnswer {
  return tenant.tenantId === consumers ? { tenantId: undefined } : tenant;
}
