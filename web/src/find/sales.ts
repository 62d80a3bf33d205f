/** Where a product can be bought: what its sources name, or else the sales points that happen to be nearest. */

import { isApproximate } from "../data/items";
import type { Item, OcopRecord } from "../types";
import { byDistance, distanceTo, type Origin } from "./origin";

export interface Sales {
  /** Whether the product's sources name these places; else they are merely near. */
  isNamed: boolean;
  /** From where the nearest are reckoned; null when neither the visitor nor the product has a place. */
  from: Origin | null;
  /** Nearest first. */
  points: Item[];
}

const MOST = 3;

/** The place of a product as something to measure from. */
export function placeOf(record: OcopRecord): Origin | null {
  const { latitude, longitude, uncertainty_m: radius } = record;
  if (typeof latitude !== "number" || typeof longitude !== "number") return null;
  const accuracyM = isApproximate(record) ? (radius ?? 0) : 0;
  return { point: [latitude, longitude], accuracyM, commune: null };
}

/** Sales points for a product, among all sales points loaded, seen from the visitor or else from the product. */
export function salesOf(record: OcopRecord, points: Item[], visitor: Origin | null): Sales {
  const from = visitor ?? placeOf(record);
  const named = new Set(record.links?.sales_points?.map(({ id }) => id));
  const isNamed = named.size > 0;
  const wanted = isNamed ? points.filter(({ id }) => named.has(id)) : points;
  if (!from) return { isNamed, from, points: isNamed ? wanted : [] };
  const measured = byDistance(wanted, from).filter((point) => isNamed || distanceTo(point, from) !== null);
  return { isNamed, from, points: isNamed ? measured : measured.slice(0, MOST) };
}
