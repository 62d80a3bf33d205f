/** What the list of a tour shows, line by line: days, stops and the ways between them. */

import { isRecord, type Place, type Stop, type Tour } from "./model";
import type { Node, Plan, PlanDay, PlanLeg, PlanPlace, PlanStop, PlanVisit, Suggestion } from "./plan";

export interface StopRow {
  kind: "stop";
  stop: Stop;
  index: number;
  found: PlanStop | null;
  visit: PlanVisit | null;
  /** Why the tour cannot hold it. */
  unfit: string | null;
  /** What could be visited instead. */
  instead: Suggestion[];
}

export type Row =
  | StopRow
  | { kind: "day"; day: PlanDay; number: number }
  | { kind: "leg"; leg: PlanLeg }
  | { kind: "lunch"; begin: string; end: string }
  | { kind: "terminal"; at: "start" | "end"; place: Place; found: PlanPlace | null; unfit: string | null };

interface Known {
  tour: Tour;
  plan: Plan | null;
}

/** The lines of a tour; without a plan, its stops alone. */
export function rowsOf({ tour, plan }: Known): Row[] {
  const rows: Row[] = [];
  const { start, end } = tour;
  let day = -1;
  if (start) rows.push(terminal("start", start, plan));
  rows.push(...lunchAt(plan?.days[0], start ? "start" : null), ...legsFrom(plan, "start"));
  for (const [index, stop] of tour.stops.entries()) {
    const today = plan?.days.findIndex(({ visits }) => visits.some((visit) => visit.stop === index)) ?? -1;
    const isNewDay = today > day;
    if (isNewDay) day = today;
    const known = plan?.days[today];
    if (isNewDay && known && (plan.days.length > 1 || known.date)) rows.push({ kind: "day", day: known, number: day + 1 });
    rows.push(stopRow(stop, index, plan), ...lunchAt(known, index), ...legsFrom(plan, index));
  }
  const place = end === "start" ? start : end;
  if (place) rows.push(terminal("end", place, plan));
  return rows;
}

function terminal(at: "start" | "end", place: Place, plan: Plan | null): Row {
  const unfit = plan?.unfit.find((each) => each.place === at)?.message ?? null;
  return { kind: "terminal", at, place, found: plan?.[at] ?? null, unfit };
}

function stopRow(stop: Stop, index: number, plan: Plan | null): StopRow {
  const visit = plan?.days.flatMap(({ visits }) => visits).find((each) => each.stop === index) ?? null;
  const unfit = plan?.unfit.find(({ place }) => place === index)?.message ?? null;
  const instead = plan?.alternatives.find((each) => each.stop === index)?.suggestions ?? [];
  return { kind: "stop", stop, index, found: plan?.stops[index] ?? null, visit, unfit, instead };
}

function lunchAt(day: PlanDay | undefined, at: Node | null): Row[] {
  const { lunch } = day ?? {};
  return lunch && lunch.at === at ? [{ kind: "lunch", begin: lunch.begin, end: lunch.end }] : [];
}

function legsFrom(plan: Plan | null, from: PlanLeg["from"]): Row[] {
  const leg = plan?.legs.find((each) => each.from === from);
  return leg ? [{ kind: "leg", leg }] : [];
}

/** The name of a place: as it was found, as the map knows it, as somebody called it, or where it is. */
export function nameOf(place: Place, found: PlanPlace | null, known: (key: string) => string | undefined): string {
  if (isRecord(place)) return found?.name ?? known(place.key) ?? place.key;
  const [latitude, longitude] = place.point;
  return place.name || `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
}
