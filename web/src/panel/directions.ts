/** The way to a record's place, by the map app that the visitor has. */

import { isApproximate } from "../data/items";
import { h } from "../dom";
import type { Texts } from "../i18n";
import type { OcopRecord } from "../types";

export type Platform = "android" | "apple" | "other";
type App = "google" | "apple" | "osm" | "geo";

/** The likeliest app first; "geo:" only where it opens something. */
const APPS: Record<Platform, App[]> = {
  android: ["geo", "google", "osm"],
  apple: ["apple", "google", "osm"],
  other: ["google", "osm", "apple"],
};

/** The platform by what the browser says of itself. */
export function platformOf(userAgent: string): Platform {
  if (/Android/i.test(userAgent)) return "android";
  return /iPhone|iPad|iPod|Macintosh/i.test(userAgent) ? "apple" : "other";
}

/** The address that opens an app with the way to a place (degrees, WGS 84). */
export function directionsLink(app: App, latitude: number, longitude: number, name: string): string {
  const place = `${latitude},${longitude}`;
  if (app === "google") return `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(place)}`;
  if (app === "apple") return `https://maps.apple.com/?daddr=${encodeURIComponent(place)}`;
  if (app === "osm") return `https://www.openstreetmap.org/directions?to=${encodeURIComponent(place)}`;
  return `geo:${place}?q=${encodeURIComponent(`${place}(${name})`)}`;
}

/** Why the way may end somewhere else; null for a place known well. */
function caution(record: OcopRecord, texts: Texts): string | null {
  if (!isApproximate(record)) return null;
  const precision = record.precision ? texts.name("precision", record.precision) : texts.t("card.not_known");
  const place = precision.charAt(0).toLowerCase() + precision.slice(1);
  if (!record.uncertainty_m) return texts.t("go.vague", { place });
  const n = Math.max(1, Math.round(record.uncertainty_m / 1000));
  return texts.t("go.within", { place, n });
}

/** A button that unfolds the ways there; null for a record without a point. */
export function directions(record: OcopRecord, texts: Texts, platform: Platform): HTMLElement | null {
  const { latitude, longitude } = record;
  if (typeof latitude !== "number" || typeof longitude !== "number" || record.layer === "commune") return null;
  const warning = caution(record, texts);
  const links = APPS[platform].map((app) => {
    const href = directionsLink(app, latitude, longitude, record.name);
    const attrs = app === "geo" ? { href } : { href, target: "_blank", rel: "noopener noreferrer external" };
    return h("li", {}, h("a", { attrs }, texts.name("go.app", app)));
  });
  const menu = h(
    "details",
    { class: "menu" },
    h("summary", { class: "button button-main" }, texts.t("go.title")),
    h("div", { class: "menu-body" }, warning && h("p", {}, warning), h("ul", {}, ...links)),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  return menu;
}
