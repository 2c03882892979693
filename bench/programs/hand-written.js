// What a user would write from Pulumi's page on dynamic providers: a class that Pulumi serialises, and fetch.
const pulumi = require("@pulumi/pulumi");

const organizations = "/v1.0/identityGovernance/entitlementManagement/connectedOrganizations";
const sponsorLists = ["internalSponsors", "externalSponsors"];

async function call(method, path, body) {
  const response = await fetch(process.env.GRAPH_URL + path, {
    method,
    headers: { authorization: `Bearer ${process.env.GRAPH_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : await response.json();
}

class OrganizationProvider {
  async create(inputs) {
    const { displayName, description } = inputs;
    const identitySources = inputs.identitySources.map(({ type, ...source }) => ({
      "@odata.type": `#microsoft.graph.${type}`,
      ...source,
    }));
    const { id } = await call("POST", organizations, {
      displayName,
      description,
      state: "configured",
      identitySources,
    });
    for (const list of sponsorLists) {
      for (const sponsor of inputs[list] ?? []) {
        const reference = { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${sponsor}` };
        await call("POST", `${organizations}/${id}/${list}/$ref`, reference);
      }
    }
    return { id, outs: inputs };
  }

  async diff(_id, olds, news) {
    const changed = (name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]);
    return { changes: ["displayName", "description", ...sponsorLists].some(changed) };
  }

  async read(id, props) {
    const { displayName, description } = await call("GET", `${organizations}/${id}`);
    const sponsors = {};
    for (const list of sponsorLists.filter((name) => props[name] !== undefined)) {
      const { value } = await call("GET", `${organizations}/${id}/${list}`);
      sponsors[list] = value.map((sponsor) => sponsor.id);
    }
    return { id, props: { ...props, displayName, description, ...sponsors } };
  }

  async update(id, _olds, news) {
    const { displayName, description } = news;
    await call("PATCH", `${organizations}/${id}`, { displayName, description });
    return { outs: news };
  }

  async delete(id) {
    await call("DELETE", `${organizations}/${id}`);
  }
}

const provider = new OrganizationProvider();

class Organization extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super(provider, name, args, opts);
  }
}

for (const { name, ...args } of require("./declared.json")) {
  new Organization(name, args);
}
