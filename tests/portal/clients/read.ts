// Reads every list and a record of each, and prints what they are called, as JSON.
// A list that is missing here, or a field that no record has, is an error of the compiler.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { argv: string[] };

type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer A } } } };
}
  ? A
  : never;
type ListPath = {
  [P in keyof paths]: Answer<P> extends { results: unknown[]; token?: never } ? P : never;
}[keyof paths];
type Asked<T> = Promise<{ data?: T; error?: unknown }>;

const client = createClient<paths>({ baseUrl: process.argv[2]! });
const many = { params: { query: { page_size: 100 } } };

async function got<T>(asked: Asked<T>): Promise<T> {
  const { data, error } = await asked;
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

async function read<Entry, Full extends Entry>(
  list: Asked<{ count?: number; results: Entry[] }>,
  record: (entry: Entry) => Asked<Full>,
  name: (entry: Entry) => string,
) {
  const { count, results } = await got(list);
  return { count, names: results.map(name), record: name(await got(record(results[0]!))) };
}

const lists = {
  "/api/v1/initiatives/": () =>
    read(
      client.GET("/api/v1/initiatives/", many),
      ({ slug }) => client.GET("/api/v1/initiatives/{slug}/", { params: { path: { slug } } }),
      (r) => r.title,
    ),
  "/api/v1/replications/": () =>
    read(
      client.GET("/api/v1/replications/", many),
      ({ id }) => client.GET("/api/v1/replications/{public_id}/", { params: { path: { public_id: id } } }),
      (r) => r.initiative.title,
    ),
  "/api/v1/forums/": () =>
    read(
      client.GET("/api/v1/forums/", many),
      ({ slug }) => client.GET("/api/v1/forums/{slug}/", { params: { path: { slug } } }),
      (r) => r.title,
    ),
  "/api/v1/sessions/": () =>
    read(
      client.GET("/api/v1/sessions/", many),
      ({ slug }) => client.GET("/api/v1/sessions/{slug}/", { params: { path: { slug } } }),
      (r) => r.title,
    ),
  "/api/v1/people/": () =>
    read(
      client.GET("/api/v1/people/", many),
      ({ slug }) => client.GET("/api/v1/people/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/organizations/": () =>
    read(
      client.GET("/api/v1/organizations/", many),
      ({ slug }) => client.GET("/api/v1/organizations/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/resources/": () =>
    read(
      client.GET("/api/v1/resources/", many),
      ({ slug }) => client.GET("/api/v1/resources/{slug}/", { params: { path: { slug } } }),
      (r) => r.title,
    ),
  "/api/v1/countries/": () =>
    read(
      client.GET("/api/v1/countries/", many),
      ({ iso3 }) => client.GET("/api/v1/countries/{iso3}/", { params: { path: { iso3 } } }),
      (r) => r.name,
    ),
  "/api/v1/regions/": () =>
    read(
      client.GET("/api/v1/regions/", many),
      ({ slug }) => client.GET("/api/v1/regions/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/country-groups/": () =>
    read(
      client.GET("/api/v1/country-groups/", many),
      ({ slug }) => client.GET("/api/v1/country-groups/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/themes/": () =>
    read(
      client.GET("/api/v1/themes/", many),
      ({ slug }) => client.GET("/api/v1/themes/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/sectors/": () =>
    read(
      client.GET("/api/v1/sectors/", many),
      ({ slug }) => client.GET("/api/v1/sectors/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/sdgs/": () =>
    read(
      client.GET("/api/v1/sdgs/", many),
      ({ number }) => client.GET("/api/v1/sdgs/{number}/", { params: { path: { number } } }),
      (r) => r.name,
    ),
  "/api/v1/sources/": () =>
    read(
      client.GET("/api/v1/sources/", many),
      ({ id }) => client.GET("/api/v1/sources/{public_id}/", { params: { path: { public_id: id } } }),
      (r) => r.title,
    ),
  "/api/v1/kinds/": () =>
    read(
      client.GET("/api/v1/kinds/", many),
      ({ slug }) => client.GET("/api/v1/kinds/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/modalities/": () =>
    read(
      client.GET("/api/v1/modalities/", many),
      ({ slug }) => client.GET("/api/v1/modalities/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/stages/": () =>
    read(
      client.GET("/api/v1/stages/", many),
      ({ slug }) => client.GET("/api/v1/stages/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/partner-roles/": () =>
    read(
      client.GET("/api/v1/partner-roles/", many),
      ({ slug }) => client.GET("/api/v1/partner-roles/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
  "/api/v1/organization-kinds/": () =>
    read(
      client.GET("/api/v1/organization-kinds/", many),
      ({ slug }) => client.GET("/api/v1/organization-kinds/{slug}/", { params: { path: { slug } } }),
      (r) => r.name,
    ),
} satisfies { [P in ListPath]: () => Promise<{ count?: number; names: string[]; record: string }> };

const read_all: Record<string, unknown> = {};
for (const [path, list] of Object.entries(lists)) read_all[path] = await list();

const asked = await got(
  client.GET("/api/v1/initiatives/", {
    params: { query: { q: "cotton", explain: "yes", theme: ["child-labour"], match: "any" } },
  }),
);
const { error: refused } = await client.GET("/api/v1/initiatives/", {
  params: { query: { theme: ["cotton-candy"] } },
});
const { error: missing } = await client.GET("/api/v1/initiatives/{slug}/", {
  params: { path: { slug: "never-there" } },
});
const { error: withdrawn } = await client.GET("/api/v1/initiatives/{slug}/", {
  params: { path: { slug: "ciudad-mujer" } },
});

console.log(
  JSON.stringify({
    lists: read_all,
    complete: asked.understood?.complete,
    facet: asked.facets?.["theme"]?.values[0]?.label,
    parts: asked.explain?.parts.map((part) => part.parameter),
    refused: refused && { status: refused.status, theme: refused.errors?.["theme"] },
    missing: missing && { status: missing.status, detail: missing.detail },
    withdrawn: withdrawn && "state" in withdrawn ? withdrawn.state : withdrawn,
  }),
);
