/** From where distances are measured. */

import { metresBetween, type Point, pointOf, reach, sayDistance, spreadOf } from "../data/distance";
import type { Texts } from "../i18n";
import type { Item } from "../types";

export interface Origin {
  point: Point;
  /** How far off the point may be, in metres. */
  accuracyM: number;
  /** The commune that stands for the visitor's place; null for the place itself. */
  commune: string | null;
}

/** Metres from the origin to an item; null when the item has no place. */
export function distanceTo(item: Item, origin: Origin): number | null {
  const point = pointOf(item);
  return point && metresBetween(origin.point, point);
}

function vaguenessOf(item: Item, origin: Origin): number {
  return spreadOf(item) + origin.accuracyM;
}

/** How far an item is, in words; null without an origin or without a place. */
export function distanceText(item: Item, origin: Origin | null, texts: Texts): string | null {
  const metres = origin && distanceTo(item, origin);
  if (origin === null || metres === null) return null;
  return sayDistance(metres, vaguenessOf(item, origin), texts);
}

/** The items by their distance as it is said, those without a place last in the order they had. */
export function byDistance(items: Item[], origin: Origin): Item[] {
  const metres = new Map(
    items.map((item) => {
      const distance = distanceTo(item, origin);
      return [item, distance === null ? Infinity : reach(distance, vaguenessOf(item, origin))];
    }),
  );
  return [...items].sort((a, b) => {
    const [near = 0, far = 0] = [metres.get(a), metres.get(b)];
    return near === far ? 0 : near - far;
  });
}
