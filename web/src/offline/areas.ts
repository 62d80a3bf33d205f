/** Areas that a visitor saved on the device: each a cache of its records and their pages. Nothing personal is in them. */

import { recordAddress } from "../data/addresses";
import { recordUrl } from "../data/source";
import type { Config, Item } from "../types";
import { AREA, AREA_FACTS, FOR_AREA } from "./names";

export const MOST_PLACES = 600;
const AT_ONCE = 4;
const LOCK = "ocopmap-saving";

export interface Area {
  id: string;
  name: string;
  /** Day of saving, YYYY-MM-DD. */
  savedOn: string;
  places: number;
  bytes: number;
}

export type Reason = "full" | "network" | "server" | "stopped" | "busy" | "unsupported";

/** Why an area was not saved; nothing of it is left behind. */
export class SaveError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Whether this browser can keep areas and has a worker to show them. */
export function canSave(): boolean {
  return "caches" in window && "serviceWorker" in navigator && "locks" in navigator;
}

/** The areas saved in full, the latest first. */
export async function savedAreas(): Promise<Area[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(AREA));
  const found = await Promise.all(names.map(factsOf));
  return found.filter((area) => area !== null).sort((a, b) => b.id.localeCompare(a.id));
}

async function factsOf(name: string): Promise<Area | null> {
  const facts = await (await caches.open(name)).match(AREA_FACTS);
  return facts ? ((await facts.json()) as Area) : null;
}

export async function removeArea({ id }: Area): Promise<void> {
  await caches.delete(AREA + id);
}

/** The addresses of records and of their pages. */
export function addressesOf(items: Item[], config: Config): string[] {
  return items.flatMap(({ layer, id, properties }) => {
    const page = recordAddress(config.pages, layer, id, properties.name);
    return [recordUrl(config.api, layer, id), ...(page ? [page] : [])];
  });
}

/** What to save: a name, how many places it has, and the addresses to keep. */
export interface Wanted {
  name: string;
  places: number;
  addresses: string[];
}

/** Save an area, telling how many addresses are done; all or nothing. Throws SaveError. */
export async function saveArea(wanted: Wanted, told: (done: number) => void, stop: AbortSignal): Promise<Area> {
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) throw new SaveError("busy");
    await removeUnfinished();
    const id = `${Date.now()}`;
    try {
      return await fill(id, wanted, told, stop);
    } catch (error) {
      await caches.delete(AREA + id);
      throw stop.aborted ? new SaveError("stopped") : error;
    }
  });
}

/** Only under the lock: elsewhere it may be another tab's work. */
async function removeUnfinished(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(AREA) && (await factsOf(name)) === null) await caches.delete(name);
}

async function fill(id: string, wanted: Wanted, told: (done: number) => void, stop: AbortSignal): Promise<Area> {
  const cache = await caches.open(AREA + id);
  const left = [...wanted.addresses];
  let bytes = 0;
  let done = 0;
  const work = async () => {
    for (let url = left.shift(); url !== undefined; url = left.shift()) {
      // Not in one line: others add to the sum while this one waits.
      const size = await keep(cache, url, stop);
      bytes += size;
      told(++done);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error: unknown) => {
      left.length = 0;
      throw error;
    }),
  );
  await settled(workers);
  const savedOn = new Intl.DateTimeFormat("sv").format(new Date());
  const area: Area = { id, name: wanted.name, savedOn, places: wanted.places, bytes };
  await put(cache, AREA_FACTS, new Response(JSON.stringify(area)));
  return area;
}

/** Wait until all have ended, so that none writes after a failure, and then fail with the first. */
async function settled(all: Promise<void>[]): Promise<void> {
  for (const each of await Promise.allSettled(all)) if (each.status === "rejected") throw each.reason;
}

/** Keep what an address gives now; how many bytes. A record that is gone is left out. */
async function keep(cache: Cache, url: string, signal: AbortSignal): Promise<number> {
  const answer = await fetch(url, { cache: "no-cache", headers: { [FOR_AREA]: "1" }, signal }).catch(() => {
    throw new SaveError("network");
  });
  if (answer.status === 404 || answer.status === 410) return 0;
  if (!answer.ok) throw new SaveError("server");
  const body = await answer.arrayBuffer().catch(() => {
    throw new SaveError("network");
  });
  const type = answer.headers.get("content-type") ?? "";
  const date = answer.headers.get("date") ?? "";
  await put(cache, url, new Response(body, { headers: { "content-type": type, date } }));
  return body.byteLength;
}

async function put(cache: Cache, url: string, answer: Response): Promise<void> {
  try {
    await cache.put(url, answer);
  } catch {
    throw new SaveError("full");
  }
}
