// Where the jobs of pipelines get the tokens that apps trust: GitHub Actions and Azure Pipelines.
// https://docs.github.com/actions/reference/security/oidc
// https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
import type { Context, Hono } from "hono";
import type { GraphEnv } from "./graph-context";
import { type Job, jobs, tokenExchange } from "./job";
import { encodeJwt } from "./jwt";
import type { World } from "./world";

const lifetimeSeconds = 600;

/** The one that the seed trusts, or the default seed's. */
function findJob({ store }: World, usual: Job): Job {
  const { host } = new URL(usual.issuer);
  const trusted = [...store.apps.values()].flatMap(({ federatedCredentials }) => federatedCredentials);
  return trusted.find(({ issuer }) => URL.canParse(issuer) && new URL(issuer).host === host) ?? usual;
}

function issueToken(world: World, usual: Job, aud: string): string {
  const now = Math.floor(world.clock() / 1000);
  const { issuer: iss, subject: sub } = findJob(world, usual);
  const times = { iat: now, nbf: now, exp: now + lifetimeSeconds };
  return encodeJwt("RS256", { jti: world.store.nextGuid(), iss, sub, aud, ...times });
}

function answer(c: Context<GraphEnv>, write: () => Record<string, unknown>): Response {
  const isJob = /^Bearer\s+\S+$/i.test(c.req.header("authorization") ?? "");
  return isJob ? Response.json(write()) : Response.json({ message: "Unauthorized" }, { status: 401 });
}

export function addPipelineRoutes(app: Hono<GraphEnv>, world: World): void {
  app.get("/actions/idtoken", (c) =>
    answer(c, () => {
      const value = issueToken(world, jobs.github, c.req.query("audience") ?? "https://github.com/contoso");
      return { count: value.length, value };
    }),
  );
  const job = "hubs/:hub/plans/:plan/jobs/:job";
  app.post(`/:organization/:project/_apis/distributedtask/${job}/oidctoken`, (c) =>
    answer(c, () => ({ oidcToken: issueToken(world, jobs.azure, tokenExchange) })),
  );
}
