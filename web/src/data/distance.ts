/** How far things are from a point, as the crow flies. */

import type { Box, Item } from "../types";

/** Latitude and longitude in degrees (WGS 84). */
export type Point = [number, number];

const EARTH_M = 6_371_000;
const RADIANS = Math.PI / 180;

/** Metres between two points on the sphere. */
export function metresBetween([lat1, lng1]: Point, [lat2, lng2]: Point): number {
  const up = Math.sin(((lat2 - lat1) * RADIANS) / 2) ** 2;
  const aside = Math.sin(((lng2 - lng1) * RADIANS) / 2) ** 2;
  const h = up + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * aside;
  return 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** The middle of a box. */
export function middleOf([west, south, east, north]: Box): Point {
  return [(south + north) / 2, (west + east) / 2];
}

/** Where an item is for measuring: its point, or the middle of its area; null when it has no place. */
export function pointOf(item: Item): Point | null {
  return item.point ?? (item.box && middleOf(item.box));
}

/** How far the item may lie from `pointOf` in metres: 0 for a pin. */
export function spreadOf(item: Item): number {
  if (item.point) return item.approximate ? (item.properties.uncertainty_m ?? 0) : 0;
  if (!item.box) return 0;
  const [west, south, east, north] = item.box;
  return metresBetween([south, west], [north, east]) / 2;
}
