// The portal in a browser. It is guarded as the control routes are, and works without a script.
import { type Context, Hono } from "hono";
import type { Portal } from "../portal";
import type { World } from "../world";
import { createActions } from "./actions";
import { renderBehaviour } from "./behaviour-form";
import { renderDirectory } from "./directory-list";
import { type Html, renderPage } from "./layout";
import { renderOrganization } from "./organization-form";
import { nameOf, renderHome, renderOrganizations } from "./organization-list";
import { pageRoot } from "./paths";
import { renderPolicyPage } from "./policy-list";
import { renderRequestPage, renderRequests } from "./request-list";
import { script } from "./script";
import { style } from "./style";

/** Without `no-referrer`, which would make browsers hide the origin of forms, by which they are let in. */
const headers = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

function addParts(app: Hono, world: World, portal: Portal): void {
  const file = (text: string, type: string) => (c: Context) => c.body(text, 200, { "Content-Type": type });
  app.get(`${pageRoot}/style.css`, file(style, "text/css; charset=utf-8"));
  app.get(`${pageRoot}/live.js`, file(script, "text/javascript; charset=utf-8"));
  app.get(`${pageRoot}/live/organizations`, (c) => c.html(renderOrganizations(world, portal)));
  app.get(`${pageRoot}/live/latest`, (c) => c.html(renderRequests(world, 20)));
  app.get(`${pageRoot}/live/requests`, (c) => c.html(renderRequests(world)));
}

/** @internal */
export function createPageApp(world: World, portal: Portal, reset: () => void): Hono {
  const app = new Hono();
  let notice: string | undefined;
  const show = (c: Context, title: string, content: Html) => {
    const page = { path: c.req.path, title, content, notice };
    notice = undefined;
    return c.html(renderPage(page));
  };
  const fail = (c: Context, failure: string, status: 400 | 404) =>
    c.html(renderPage({ path: c.req.path, title: "This was not done", content: "" as never, failure }), status);
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  });
  app.get("/", (c) => show(c, "Organizations", renderHome(world, portal)));
  app.get(`${pageRoot}/directory`, (c) => show(c, "Tenants and directory", renderDirectory(world, portal)));
  app.get(`${pageRoot}/policies`, (c) => show(c, "Policies", renderPolicyPage(world, portal)));
  app.get(`${pageRoot}/behaviour`, (c) => show(c, "Behaviour", renderBehaviour(world)));
  app.get(`${pageRoot}/requests`, (c) => show(c, "Requests", renderRequestPage(world)));
  app.get(`${pageRoot}/organizations/:id`, (c) => {
    const organization = portal.get(c.req.param("id"));
    if (organization === undefined) return fail(c, `There is no organization ${c.req.param("id")}.`, 404);
    return show(c, nameOf(organization), renderOrganization(world, organization));
  });
  addParts(app, world, portal);
  for (const [path, act] of Object.entries(createActions(world, portal, reset))) {
    app.post(pageRoot + path, async (c) => {
      const done = act(new URLSearchParams(await c.req.text()), c);
      notice = done.notice;
      return c.redirect(done.next === "" ? "/" : pageRoot + done.next, 303);
    });
  }
  app.notFound((c) => fail(c, `There is no ${c.req.method} ${c.req.path}.`, 404));
  app.onError((error, c) => fail(c, error.message, 400));
  return app;
}
