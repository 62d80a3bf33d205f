/** Starts the service worker, where the page says that it belongs to the application, and tells what it brings. */

import "../styles/offline.css";
import { h } from "../dom";
import { Texts } from "../i18n";

const WHILE_MS = 10_000;
const WORKER = "/sw.js";
const LOADED = /\/(features\.geojson|products\/|sites\/|zones\/|communes\/)/;

/** Saved files, frames on other sites and browsers without workers have none, and need none. */
const isApplication = document.querySelector('link[rel="manifest"]') !== null && "serviceWorker" in navigator;

async function textsOfPage(): Promise<Texts | null> {
  const locale = document.documentElement.lang === "en" ? "en" : "vi";
  const answer = await fetch(`/offline/${locale}.json`).catch(() => null);
  return answer?.ok ? new Texts({ locale, messages: (await answer.json()) as Record<string, string> }) : null;
}

const bar = h("div", { class: "offline-bar", attrs: { role: "status" } });

async function say(key: string, button?: { key: string; click: () => void }): Promise<void> {
  const texts = await textsOfPage();
  if (!texts) return;
  const attrs = { type: "button" };
  const act = button && h("button", { class: "button", attrs, on: { click: button.click } }, texts.t(button.key));
  bar.replaceChildren(h("span", {}, texts.t(key)), ...(act ? [act] : []));
}

async function sayForAWhile(key: string): Promise<void> {
  await say(key);
  const [said] = bar.childNodes;
  setTimeout(() => said?.remove(), WHILE_MS);
}

function tellNewVersion(): void {
  void say("offline.new_version", { key: "offline.reload", click: () => location.reload() });
}

function followNetwork(): void {
  document.body.append(bar);
  // The page shown instead of another says it already.
  if (document.getElementById("kept-pages")) return;
  const tell = () => (navigator.onLine ? bar.replaceChildren() : void sayForAWhile("offline.now"));
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  if (!navigator.onLine) tell();
}

/** What this first page asked for before the worker was there, so that it too is kept. */
function seen(): string[] {
  const asked = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href, ...asked.filter((url) => url.startsWith(location.origin) && LOADED.test(url))];
}

async function start(isFirst: boolean): Promise<void> {
  const workers = navigator.serviceWorker;
  try {
    // Where keeping is not allowed (private mode, a full disk) the site works as it does without.
    if (!(await workers.register(WORKER, { updateViaCache: "none" }))) return;
  } catch {
    return;
  }
  if (!isFirst) return;
  const { active } = await workers.ready;
  active?.postMessage({ type: "CACHE_URLS", payload: { urlsToCache: seen() } });
}

if (isApplication) {
  followNetwork();
  const isFirst = navigator.serviceWorker.controller === null;
  // At once: the browser looks for a new worker as soon as it opens a page that has one.
  if (!isFirst) navigator.serviceWorker.addEventListener("controllerchange", tellNewVersion);
  const soon = () => setTimeout(() => void start(isFirst), 1_000);
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon);
}
