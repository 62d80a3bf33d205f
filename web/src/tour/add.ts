/** "Add to tour" on pages that show records: adds to the draft on this device and says how to go on. */

import { h } from "../dom";
import type { Texts } from "../i18n";
import type { OcopRecord } from "../types";
import { added, hasStop } from "./edit";
import { draft, keepDraft } from "./draft";
import { writeLink } from "./link";
import { emptyTour, linkKey, MAX_STOPS, type Tour } from "./model";

/** Where the page of tours is, with a tour. */
export function tourAddress(page: string, tour: Tour): string {
  return `${page}?${writeLink(tour)}`;
}

/** Add a record to the draft; the tour as it then is, or null where nothing can be kept or added. */
export function addToDraft(key: string): Tour | null {
  const tour = draft() ?? emptyTour();
  if (hasStop(tour, { key })) return tour;
  if (tour.stops.length >= MAX_STOPS) return null;
  const more = added(tour, { key });
  return keepDraft(more) ? more : null;
}

/**
 * Make a link that starts a tour (`<a data-tour-key="…" href="/hanh-trinh?s=…">`) add to the draft instead; once added
 * it leads to the whole tour. Where nothing can be kept the link stays what it is.
 */
export function enhanceAdding(root: ParentNode): void {
  for (const link of root.querySelectorAll<HTMLAnchorElement>("a[data-tour-key]")) {
    showAdded(link, draft());
    link.addEventListener("click", (event) => {
      if (link.dataset.tourAdded !== undefined) return;
      const tour = addToDraft(link.dataset.tourKey ?? "");
      if (!tour) return;
      event.preventDefault();
      for (const each of root.querySelectorAll<HTMLAnchorElement>("a[data-tour-key]")) showAdded(each, tour);
    });
  }
}

/** A link that adds a record to the draft, and then leads to the tour; null for what has no place to stop at. */
export function addLink(record: OcopRecord, page: string, texts: Texts): HTMLElement | null {
  if (typeof record.latitude !== "number" || record.layer === "commune") return null;
  const key = linkKey(`${record.layer}/${record.id}`);
  const href = tourAddress(page, added(emptyTour(), { key }));
  const attrs = { href, "data-tour-key": key, "data-tour-open": texts.t("tour.open_added") };
  const box = h("span", {}, h("a", { class: "button", attrs }, texts.t("tour.add_to")));
  enhanceAdding(box);
  return box;
}

/** Let a link whose record is in the tour say so and lead to the tour. */
function showAdded(link: HTMLAnchorElement, tour: Tour | null): void {
  if (!tour || !hasStop(tour, { key: link.dataset.tourKey ?? "" })) return;
  link.dataset.tourAdded = "";
  link.href = tourAddress(link.pathname, tour);
  const text = (link.dataset.tourOpen ?? "").replace("{n}", String(tour.stops.length));
  (link.querySelector("[data-tour-text]") ?? link).textContent = text;
}
