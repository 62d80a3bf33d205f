/** From where distances are measured, and how they are said. */

import { metresBetween, type Point, pointOf, spreadOf } from "../data/distance";
import type { Texts } from "../i18n";
import type { Item } from "../types";

export interface Origin {
  point: Point;
  /** How far off the point may be, in metres. */
  accuracyM: number;
  /** The commune that stands for the visitor's place; null for the place itself. */
  commune: string | null;
}

/** What is this far off is not worth saying more finely than in kilometres. */
const FINE_M = 200;

function kilometres(metres: number): number {
  const km = metres / 1000;
  return km < 10 ? Math.round(km * 10) / 10 : Math.round(km);
}

/** Metres from the origin to an item; null when the item has no place. */
export function distanceTo(item: Item, origin: Origin): number | null {
  const point = pointOf(item);
  return point && metresBetween(origin.point, point);
}

/** "350 m", "1,2 km"; "khoảng 5 km" where either end is known roughly; "không quá 4 km" when it may be right here. */
export function sayDistance(metres: number, spreadM: number, texts: Texts): string {
  if (spreadM > FINE_M) {
    const reach = Math.max(1, Math.ceil((metres + spreadM) / 1000));
    if (metres < spreadM) return texts.t("near.within", { n: reach });
    return texts.t("near.about", { n: Math.max(1, Math.round(metres / 1000)) });
  }
  if (metres < 1000) return texts.t("near.metres", { n: Math.max(10, Math.round(metres / 10) * 10) });
  return texts.t("near.kilometres", { n: kilometres(metres) });
}

/** How far an item is, in words; null without an origin or without a place. */
export function distanceText(item: Item, origin: Origin | null, texts: Texts): string | null {
  const metres = origin && distanceTo(item, origin);
  if (origin === null || metres === null) return null;
  return sayDistance(metres, spreadOf(item) + origin.accuracyM, texts);
}

/** The items by their distance, those without a place last in the order they had. */
export function byDistance(items: Item[], origin: Origin): Item[] {
  const metres = new Map(items.map((item) => [item, distanceTo(item, origin) ?? Infinity]));
  return [...items].sort((a, b) => {
    const [near = 0, far = 0] = [metres.get(a), metres.get(b)];
    return near === far ? 0 : near - far;
  });
}
