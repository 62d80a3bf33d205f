/** What to look at around a visitor, and what a link may tell of it: near where they are, never where they are. */

import { boxAround, metresBetween, type Point } from "../data/distance";
import type { View } from "../state";
import type { Box, Item } from "../types";
import { distanceTo, type Origin } from "./origin";

/** So many places should be in sight, within these bounds. */
const FEW = 8;
const LEAST_M = 1_500;
const MOST_M = 15_000;

/** Coarse enough that a link names a stretch of the Delta of some kilometres, and no house in it. */
const GRID_DEG = 0.05;
const VEILED_ZOOM = 11;
const NEAR_M = 6_000;

/** The box around a visitor in which the nearest few of these items lie. */
export function surroundings(origin: Origin, items: readonly Item[]): Box {
  const distances = items.flatMap((item) => (item.point ? (distanceTo(item, origin) ?? []) : []));
  distances.sort((a, b) => a - b);
  const far = distances[Math.min(FEW, distances.length) - 1] ?? 0;
  return boxAround(origin.point, Math.min(MOST_M, Math.max(LEAST_M, far, origin.accuracyM)));
}

/** The view that a link may carry once a device has told its place: coarse wherever that place may be guessed from it. */
export function veiled(view: View, place: Point | null): View {
  if (!place || metresBetween([view.lat, view.lng], place) > NEAR_M) return view;
  const coarse = (degrees: number) => Math.round(degrees / GRID_DEG) * GRID_DEG;
  return { zoom: Math.min(view.zoom, VEILED_ZOOM), lat: coarse(view.lat), lng: coarse(view.lng) };
}
