/** A tour as its link and the API's request carry it, and the plan that the server answers with. */

import type { Point } from "../data/distance";

export const MODES = ["car", "coach_16", "coach_45", "motorbike", "bicycle", "foot"] as const;
export type Mode = (typeof MODES)[number];

/** A record by its key ("layer:slug"), or a point that may have a name. */
export type Place = { key: string } | { point: Point; name: string };

/** A place to visit. `id` tells stops apart while the page is open; no link carries it. */
export interface Stop {
  id: number;
  place: Place;
  /** Minutes; null for what is usual for such a place. */
  visit: number | null;
  /** Whether it keeps its position when stops are put in order. */
  locked: boolean;
}

export interface Lunch {
  /** "HH:MM", from when it is looked for. */
  start: string;
  minutes: number;
}

export interface Tour {
  stops: readonly Stop[];
  /** Null: at the first stop. */
  start: Place | null;
  /** "start": where it began; null: at the last stop. */
  end: Place | "start" | null;
  mode: Mode;
  order: "given" | "best";
  ferries: boolean;
  /** YYYY-MM-DD; null: hours of opening are not judged. */
  date: string | null;
  dayStart: string;
  dayEnd: string;
  lunch: Lunch | null;
  /** The most days that it may take. */
  days: number;
  /** Kilometres an hour that somebody supposes where no road network tells times. */
  speed: number | null;
}

export const MAX_STOPS = 40;
export const MAX_DAYS = 14;
export const MAX_VISIT_MINUTES = 720;
export const LUNCH: Lunch = { start: "11:30", minutes: 60 };

export function emptyTour(): Tour {
  return {
    stops: [],
    start: null,
    end: null,
    mode: "car",
    order: "given",
    ferries: true,
    date: null,
    dayStart: "07:30",
    dayEnd: "17:30",
    lunch: LUNCH,
    days: 1,
    speed: null,
  };
}

let made = 0;

export function newStop(place: Place, visit: number | null = null, locked = false): Stop {
  made += 1;
  return { id: made, place, visit, locked };
}

export function isRecord(place: Place): place is { key: string } {
  return "key" in place;
}

/** The map's key ("layer/id") of a record's key in a link; ids of sites begin with their layer. */
export function itemKey(key: string): string {
  const [layer = "", slug = ""] = key.split(/:(.*)/s);
  const isSite = !["product", "zone", "commune"].includes(layer);
  return `${layer}/${isSite ? key : slug}`;
}

/** The key in a link of the map's key ("layer/id"). */
export function linkKey(itemKey: string): string {
  const [layer = "", id = ""] = itemKey.split(/\/(.*)/s);
  return id.startsWith(`${layer}:`) ? id : `${layer}:${id}`;
}
