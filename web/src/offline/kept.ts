/** On the page shown without a network: the pages that this device keeps. */

import { h } from "../dom";
import { AREA, PAGES } from "./names";

async function titleOf(answer: Response): Promise<string | null> {
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.documentElement.lang === document.documentElement.lang ? page.title : null;
}

async function keptIn(name: string): Promise<[string, string][]> {
  const cache = await caches.open(name);
  const found: [string, string][] = [];
  for (const { url } of await cache.keys()) {
    const answer = await cache.match(url, { ignoreVary: true });
    const title = answer && (await titleOf(answer));
    if (title) found.push([url, title]);
  }
  return found;
}

async function list(section: HTMLElement): Promise<void> {
  const names = (await caches.keys()).filter((name) => name === PAGES || name.startsWith(AREA));
  const pages = new Map((await Promise.all(names.map(keptIn))).flat());
  const rows = [...pages].sort(([, a], [, b]) => a.localeCompare(b, document.documentElement.lang));
  section
    .querySelector("ul")
    ?.replaceChildren(...rows.map(([url, title]) => h("li", {}, h("a", { attrs: { href: url } }, title))));
  section.hidden = rows.length === 0;
}

const section = document.getElementById("kept-pages");
if (section && "caches" in window) void list(section).catch(() => undefined);
