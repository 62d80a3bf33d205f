/** Where the worker and the pages keep what can be seen without a network. */

/** What the browser keeps of this site is named after it. */
export const PREFIX = "ocopmap-";
export const PAGES = `${PREFIX}pages`;
export const RECORDS = `${PREFIX}records`;
export const FEATURES = `${PREFIX}features`;
/** Followed by the id of an area that a visitor saved. */
export const AREA = `${PREFIX}area:`;
/** Under this address a saved area tells of itself; an area without it is one that was not finished. */
export const AREA_FACTS = "/offline/area.json";
/** With this header a page asks in order to save an area: it keeps the answer itself. */
export const FOR_AREA = "x-ocopmap-area";

/** What the server tells the worker before its first line. */
export interface Told {
  precache: { url: string; revision: string | null }[];
  /** Paths of the map page. */
  maps: string[];
  /** The page to show instead, by language. */
  offline: { vi: string; en: string };
  /** The path of the page of tours, by language; any tour can be read and changed in it without a network. */
  tours: { vi: string; en: string };
  /** What the paths of records, and of lists of them, begin with. */
  folders: string[];
}

/** What is kept under an address, wherever it is kept. */
export function keptAnywhere(url: string): Promise<Response | undefined> {
  return caches.match(url, { ignoreVary: true });
}
