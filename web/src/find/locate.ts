/** Asking the device where it is, once, and what can go wrong with that. */

import type { Point } from "../data/distance";

export interface Located {
  point: Point;
  accuracyM: number;
}

export type Trouble = "refused" | "absent" | "insecure" | "timeout";

const PATIENCE_MS = 12_000;
/** A place of this age is still where the visitor is. */
const FRESH_MS = 60_000;
const TROUBLES: Record<number, Trouble> = { 1: "refused", 2: "absent", 3: "timeout" };

/** The device's place, or why there is none. To be called only when the visitor has asked for it. */
export function locate(): Promise<Located | Trouble> {
  if (!isSecureContext) return Promise.resolve("insecure");
  if (!("geolocation" in navigator)) return Promise.resolve("absent");
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ point: [coords.latitude, coords.longitude], accuracyM: Math.round(coords.accuracy) }),
      ({ code }) => resolve(TROUBLES[code] ?? "absent"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}
