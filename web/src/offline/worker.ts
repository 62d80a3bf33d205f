/**
 * The service worker: keeps the shell of the site, and the pages and records that were seen, for when there is no
 * network. The network always comes first but for files named by content and for layers fetched within the day.
 * Writes, the office's page, frames on other sites and background tiles are never touched.
 */

/// <reference lib="webworker" />

import { clientsClaim, setCacheNameDetails } from "workbox-core";
import type { RouteHandlerCallbackOptions, WorkboxPlugin } from "workbox-core/types";
import { ExpirationPlugin } from "workbox-expiration";
import { cleanupOutdatedCaches, matchPrecache, precache } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { NetworkFirst, StaleWhileRevalidate } from "workbox-strategies";
import { AREA, FEATURES, FOR_AREA, keptAnywhere, PAGES, PREFIX, RECORDS, type Told } from "./names";

declare const self: ServiceWorkerGlobalScope & { ocopmap: Told };

const { precache: shell, maps, offline, tours, folders } = self.ocopmap;
const PATIENCE_S = 5;
const FRESH_MS = 12 * 3_600_000;
const RECORD = /^\/api\/v1\/(products|sites|zones|communes)\//;
const UNTOUCHED = /^\/(ra-soat|api|nhung|en\/embed)(\/|$)/;
/** What a proxy says when the server behind it is away. */
const AWAY = new Set([502, 503, 504]);

setCacheNameDetails({ prefix: PREFIX.slice(0, -1), suffix: "" });
precache(shell);
cleanupOutdatedCaches();
void self.skipWaiting();
clientsClaim();

self.addEventListener("activate", (event) => {
  event.waitUntil(dropUnknownCaches());
});

async function dropUnknownCaches(): Promise<void> {
  const known = (name: string) =>
    [PAGES, RECORDS, FEATURES].includes(name) || name.startsWith(AREA) || name.startsWith(`${PREFIX}precache`);
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !known(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Keep only whole answers that may be kept; "private" means no more than that others may not share them. */
const honest: WorkboxPlugin = {
  cacheWillUpdate: async ({ response }) => {
    const isFleeting = /no-store/.test(response.headers.get("cache-control") ?? "");
    return response.status === 200 && !response.redirected && !isFleeting ? response : null;
  },
};

/** A server that is away counts as no network; what another area or the shell keeps counts as kept. */
const resourceful: WorkboxPlugin = {
  fetchDidSucceed: async ({ response }) => {
    if (AWAY.has(response.status)) throw new Error(`HTTP ${response.status}`);
    return response;
  },
  cachedResponseWillBeUsed: async ({ cachedResponse, request }) =>
    cachedResponse ?? (await keptAnywhere(request.url)) ?? (await matchPrecache(new URL(request.url).pathname)),
};

// The library types its plugins for a looser compiler.
const upTo = (maxEntries: number) => new ExpirationPlugin({ maxEntries, purgeOnQuotaError: true }) as WorkboxPlugin;
const matchOptions: CacheQueryOptions = { ignoreVary: true };
const first = { networkTimeoutSeconds: PATIENCE_S, matchOptions };

/** The state of the map is read by its script: every state is the same page. */
const oneMap: WorkboxPlugin = {
  cacheKeyWillBeUsed: async ({ request }) => {
    const { pathname, origin } = new URL(request.url);
    return maps.includes(pathname) ? origin + pathname : request;
  },
};

const instead: WorkboxPlugin = {
  handlerDidError: async ({ request }) => matchPrecache(offlineFor(request)),
};

/** A tour never seen before is in its link: the bare page shows it. */
const bareTour: WorkboxPlugin = {
  handlerDidError: async ({ request }) => matchPrecache(new URL(request.url).pathname),
};

function offlineFor(request: Request): string {
  return new URL(request.url).pathname.startsWith("/en/") ? offline.en : offline.vi;
}

const pages = new NetworkFirst({
  ...first,
  cacheName: PAGES,
  plugins: [honest, oneMap, resourceful, instead, upTo(80)],
});
const touring = new NetworkFirst({ ...first, cacheName: PAGES, plugins: [honest, resourceful, bareTour, upTo(80)] });
const records = new NetworkFirst({ ...first, cacheName: RECORDS, plugins: [honest, resourceful, upTo(300)] });
const features = { cacheName: FEATURES, matchOptions, plugins: [honest, upTo(24)] };
const layers = {
  kept: new StaleWhileRevalidate(features),
  anew: new NetworkFirst({ ...features, ...first }),
};

/** A layer kept within the day shows at once and is renewed behind; an older one only where there is no network. */
async function layer(options: RouteHandlerCallbackOptions): Promise<Response> {
  const kept = await caches.match(options.request, { cacheName: FEATURES, ignoreVary: true });
  const age = Date.now() - Date.parse(kept?.headers.get("date") ?? "");
  return layers[age < FRESH_MS ? "kept" : "anew"].handle(options);
}

/** Files named by content; a page kept from before a new version gets the new version's file of the same stem. */
async function asset({ request, url }: { request: Request; url: URL }): Promise<Response> {
  const kept = await matchPrecache(url.pathname);
  if (kept) return kept;
  const answer = await fetch(request).catch(() => null);
  return answer?.ok ? answer : ((await successor(url.pathname)) ?? answer ?? Response.error());
}

function stem(path: string): string {
  const parts = path.split(".");
  return `${parts[0]}.${parts.at(-1)}`;
}

async function successor(path: string): Promise<Response | undefined> {
  const found = shell.find(({ url }) => stem(url) === stem(path));
  return found && matchPrecache(found.url);
}

function isKeptPage(path: string): boolean {
  return maps.includes(path) || (folders.some((folder) => path.startsWith(folder)) && !/\.\w+$/.test(path));
}

async function elsewhere({ request }: { request: Request }): Promise<Response> {
  const answer = await fetch(request).catch(() => null);
  return answer ?? (await matchPrecache(offlineFor(request))) ?? Response.error();
}

interface Asked {
  url: URL;
  request: Request;
  sameOrigin: boolean;
}

const ours = (isMeant: (path: string) => boolean) => (asked: Asked) =>
  asked.sameOrigin && !asked.request.headers.has(FOR_AREA) && isMeant(asked.url.pathname);

registerRoute(ours((path) => path.startsWith("/assets/")), asset);
registerRoute(ours((path) => path === "/api/v1/features.geojson"), layer);
registerRoute(ours((path) => RECORD.test(path)), records);
registerRoute(ours((path) => path.startsWith("/offline/")), async ({ request, url }) =>
  (await matchPrecache(url.pathname)) ?? fetch(request),
);
registerRoute(ours((path) => Object.values(tours).includes(path)), touring);
registerRoute(ours(isKeptPage), pages);
registerRoute(
  ({ url, request, sameOrigin }: Asked) => sameOrigin && request.mode === "navigate" && !UNTOUCHED.test(url.pathname),
  elsewhere,
);
