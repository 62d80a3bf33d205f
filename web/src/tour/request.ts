/** A tour as the API's request has it. */

import { VERSION } from "./link";
import { isRecord, type Place, type Tour } from "./model";

function asked(place: Place): Record<string, unknown> {
  if (isRecord(place)) return { key: place.key };
  const [latitude, longitude] = place.point;
  return { latitude, longitude, name: place.name };
}

/** The body of POST /api/v1/tours/plan. */
export function asRequest(tour: Tour): Record<string, unknown> {
  const { start, end } = tour;
  const stops = tour.stops.map(({ place, visit, locked }) => ({
    ...asked(place),
    ...(visit === null ? {} : { visit_minutes: visit }),
    locked,
  }));
  return {
    version: VERSION,
    stops,
    start: start && asked(start),
    end: end === "start" || !end ? null : asked(end),
    round_trip: end === "start",
    mode: tour.mode,
    order: tour.order,
    ferries: tour.ferries,
    date: tour.date,
    day_start: tour.dayStart,
    day_end: tour.dayEnd,
    lunch: tour.lunch,
    days: tour.days,
    speed_kmh: tour.speed,
  };
}
