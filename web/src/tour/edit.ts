/** What can be done to a tour: each returns another tour and leaves the one given as it was. */

import { cleanName, placeText } from "./link";
import { isRecord, MAX_STOPS, newStop, type Place, type Stop, type Tour } from "./model";

/** The tour with a stop more, last or before the stop of an index; the same tour when it is full. */
export function added(tour: Tour, place: Place, at = tour.stops.length): Tour {
  if (tour.stops.length >= MAX_STOPS) return tour;
  return { ...tour, stops: tour.stops.toSpliced(at, 0, newStop(place)) };
}

export function removed(tour: Tour, id: number): Tour {
  return { ...tour, stops: tour.stops.filter((stop) => stop.id !== id) };
}

/** The tour with a stop at another index, in the order that somebody gives. */
export function moved(tour: Tour, id: number, to: number): Tour {
  const from = tour.stops.findIndex((stop) => stop.id === id);
  const target = Math.max(0, Math.min(to, tour.stops.length - 1));
  const stop = tour.stops[from];
  if (!stop || target === from) return tour;
  return { ...tour, order: "given", stops: tour.stops.toSpliced(from, 1).toSpliced(target, 0, stop) };
}

export function changed(tour: Tour, id: number, change: Partial<Pick<Stop, "visit" | "locked">>): Tour {
  return { ...tour, stops: tour.stops.map((stop) => (stop.id === id ? { ...stop, ...change } : stop)) };
}

/** The tour in which a point of its own has another name. */
export function renamed(tour: Tour, id: number, name: string): Tour {
  const change = ({ place, ...stop }: Stop): Stop =>
    ({ ...stop, place: isRecord(place) ? place : { ...place, name: cleanName(name) } });
  return { ...tour, stops: tour.stops.map((stop) => (stop.id === id ? change(stop) : stop)) };
}

/** The tour that starts or ends where it would have stopped. */
export function terminalFrom(tour: Tour, id: number, at: "start" | "end"): Tour {
  const place = tour.stops.find((stop) => stop.id === id)?.place;
  if (!place) return tour;
  const rest = removed(tour, id);
  return at === "start" ? startedAt(rest, place) : endedAt(rest, place);
}

/** The tour whose stops stand in the order of a plan: indices into its stops; anything else leaves it as it is. */
export function arranged(tour: Tour, order: readonly number[]): Tour {
  const isWhole = order.length === tour.stops.length && new Set(order).size === order.length;
  const stops = order.flatMap((index) => tour.stops[index] ?? []);
  return isWhole && stops.length === order.length ? { ...tour, stops } : tour;
}

/** The tour that starts at a place; one that ended where it began ends nowhere once it begins nowhere. */
export function startedAt(tour: Tour, start: Place | null): Tour {
  return { ...tour, start, end: tour.end === "start" && !start ? null : tour.end };
}

export function endedAt(tour: Tour, end: Tour["end"]): Tour {
  return end === "start" && !tour.start ? tour : { ...tour, end };
}

/** Whether a place is a stop already. */
export function hasStop(tour: Tour, place: Place): boolean {
  const text = placeText(place);
  return tour.stops.some((stop) => placeText(stop.place) === text);
}
