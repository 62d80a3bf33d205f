/**
 * The tour being put together, kept on this device alone so that other pages can add to it. It is the tour's link and
 * nothing else; whoever put it there can take it away.
 */

import { readLink, writeLink } from "./link";
import type { Tour } from "./model";

const NAME = "ocopmap-tour";

/** The tour kept, or null; a browser that keeps nothing is no trouble. */
export function draft(): Tour | null {
  try {
    const link = localStorage.getItem(NAME);
    const tour = link ? readLink(link).tour : null;
    return tour && tour.stops.length > 0 ? tour : null;
  } catch {
    return null;
  }
}

/** Keep a tour; one without stops is forgotten. False when this browser keeps nothing. */
export function keepDraft(tour: Tour): boolean {
  try {
    if (tour.stops.length > 0) localStorage.setItem(NAME, writeLink(tour));
    else localStorage.removeItem(NAME);
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Nothing was kept.
  }
}
