/** How far things are from a point, as the crow flies. */

import type { Texts } from "../i18n";
import type { Box, Item } from "../types";

/** Latitude and longitude in degrees (WGS 84). */
export type Point = [number, number];

const EARTH_M = 6_371_000;
const RADIANS = Math.PI / 180;
/** Vagueness that is not worth telling: these metres, or this share of the distance. The server's rule too. */
const FINE_M = 200;
const FINE_SHARE = 0.15;
/** Below this a distance is said in metres, in steps of fifty. */
const METRES_TO = 950;
const STEP_M = 50;
const DECIMAL_TO_KM = 9.95;

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

/** The box that reaches some metres from a point to every side. */
export function boxAround([lat, lng]: Point, metres: number): Box {
  const up = metres / (EARTH_M * RADIANS);
  const aside = up / Math.cos(lat * RADIANS);
  return [lng - aside, lat - up, lng + aside, lat + up];
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

function isFine(metres: number, vagueM: number): boolean {
  return vagueM <= Math.max(FINE_M, FINE_SHARE * metres);
}

/** What a distance counts as when nearest come first: itself, or where it is vague the farthest that it may be. */
export function reach(metres: number, vagueM: number): number {
  return isFine(metres, vagueM) ? metres : metres + vagueM;
}

function written(metres: number, texts: Texts): string {
  if (metres < METRES_TO)
    return texts.t("distance.metres", { n: Math.max(STEP_M, Math.round(metres / STEP_M) * STEP_M) });
  const km = metres / 1000;
  return texts.t("distance.kilometres", { n: km < DECIMAL_TO_KM ? Math.round(km * 10) / 10 : Math.round(km) });
}

/** "350 m", "1,2 km"; "không quá 4 km" where either end is known roughly: what is said is what is sorted by. */
export function sayDistance(metres: number, vagueM: number, texts: Texts): string {
  const distance = written(reach(metres, vagueM), texts);
  return isFine(metres, vagueM) ? distance : texts.t("distance.within", { distance });
}
