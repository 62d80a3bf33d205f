/** Where the places of a tour are on the map. */

import { type Point, pointOf } from "../data/distance";
import type { Item } from "../types";
import { isRecord, itemKey, type Place, type Tour } from "./model";
import type { Plan, PlanPlace } from "./plan";
import type { Mark } from "./route";

export interface Known {
  item(key: string): Item | undefined;
  name(place: Place, found: PlanPlace | null): string;
  /** A stop was chosen on the map. */
  choose(id: number): void;
}

/** Where a place is: as the plan found it, else as the map's layers have it. */
export function pointOfPlace(place: Place, found: PlanPlace | null, known: Pick<Known, "item">): Point | null {
  if (!isRecord(place)) return place.point;
  if (found && typeof found.latitude === "number" && typeof found.longitude === "number")
    return [found.latitude, found.longitude];
  const item = known.item(itemKey(place.key));
  return item ? pointOf(item) : null;
}

/** The marks of a tour: its stops by number, its start and end by signs of their own. */
export function marksOf(tour: Tour, plan: Plan | null, known: Known): Mark[] {
  const mark = (place: Place, found: PlanPlace | null, label: string, isUnfit: boolean, choose: () => void): Mark[] => {
    const point = pointOfPlace(place, found, known);
    return point ? [{ point, label, name: known.name(place, found), isUnfit, choose }] : [];
  };
  const nothing = () => {};
  const unfit = new Set(plan?.unfit.map(({ place }) => place));
  const { start, end } = tour;
  return [
    ...(start ? mark(start, plan?.start ?? null, "▶", unfit.has("start"), nothing) : []),
    ...tour.stops.flatMap(({ id, place }, index) =>
      mark(place, plan?.stops[index] ?? null, String(index + 1), unfit.has(index), () => known.choose(id)),
    ),
    ...(end && end !== "start" ? mark(end, plan?.end ?? null, "■", unfit.has("end"), nothing) : []),
  ];
}
