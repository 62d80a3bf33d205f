/** The state of the planners' map and the query string that carries it, with the server's parameter names. */

import type { PlannerConfig } from "./types";

export const METHODS = ["natural", "quantile"] as const;
export type Method = (typeof METHODS)[number];
export const DRAWN = ["communes", "hexagons"] as const;
export const POINT_LAYERS = ["product", "producer", "craft_village", "tourism_point", "sales_point"] as const;

export interface PlannerState {
  measure: string;
  /** Of hectares; null for the first there is. */
  commodity: string | null;
  classes: number;
  method: Method;
  draw: (typeof DRAWN)[number];
  layer: (typeof POINT_LAYERS)[number];
  size: number;
  flows: boolean;
  /** Day (YYYY-MM-DD); null for today. */
  asOf: string | null;
  /** The day that values are compared with; null for no comparison. */
  compare: string | null;
  /** Code of the commune whose card is open. */
  commune: string | null;
  sort: string;
  order: "asc" | "desc";
  view: { zoom: number; lat: number; lng: number } | null;
}

export function initialState(): PlannerState {
  return {
    measure: "products",
    commodity: null,
    classes: 5,
    method: "natural",
    draw: "communes",
    layer: "product",
    size: 5,
    flows: false,
    asOf: null,
    compare: null,
    commune: null,
    sort: "name",
    order: "asc",
    view: null,
  };
}

/** The value when it is one of the choices, else the default. */
function oneOf<T extends string>(value: string | null, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

function numberOf(value: string | null, choices: readonly number[], otherwise: number): number {
  return choices.find((choice) => String(choice) === value) ?? otherwise;
}

/** A day that the calendar has and that is over. */
function dayOf(text: string | null, today: string): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const moment = new Date(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
  return isReal && text >= "2018-01-01" && text <= today ? text : null;
}

function viewOf(parameters: URLSearchParams): PlannerState["view"] {
  const read = (name: string) => Number.parseFloat(parameters.get(name) ?? "");
  const view = { zoom: read("z"), lat: read("lat"), lng: read("lng") };
  const isPossible = view.zoom >= 0 && view.zoom <= 22 && Math.abs(view.lat) <= 85 && Math.abs(view.lng) <= 180;
  return isPossible ? view : null;
}

/** Read a query string; what cannot be understood is as on a first visit. */
export function readState(
  query: string,
  known: Pick<PlannerConfig, "measures" | "commodities" | "today">,
): PlannerState {
  const parameters = new URLSearchParams(query);
  const get = (name: string) => parameters.get(name);
  const first = initialState();
  const measures = known.measures.map(({ key }) => key);
  const commodity = known.commodities.find((each) => each === get("commodity")) ?? null;
  const asOf = dayOf(get("as_of"), known.today);
  const commune = get("commune") ?? "";
  return {
    measure: oneOf(get("measure"), measures, first.measure),
    commodity,
    classes: numberOf(get("classes"), [3, 4, 5, 6, 7], first.classes),
    method: oneOf(get("method"), METHODS, first.method),
    draw: oneOf(get("draw"), DRAWN, first.draw),
    layer: oneOf(get("layer"), POINT_LAYERS, first.layer),
    size: numberOf(get("size"), [2, 5, 10], first.size),
    flows: get("flows") === "1",
    asOf: asOf === known.today ? null : asOf,
    compare: dayOf(get("compare"), known.today),
    commune: /^\d{5}$/.test(commune) ? commune : null,
    sort: oneOf(get("sort"), ["name", "change", ...measures], first.sort),
    order: oneOf(get("order"), ["asc", "desc"], first.order),
    view: viewOf(parameters),
  };
}

/** The query string of a state, empty for that of a first visit. */
export function formatState(state: PlannerState): string {
  const first = initialState();
  const pairs: [string, string | null][] = [
    ["as_of", state.asOf],
    ["compare", state.compare],
    ["measure", state.measure === first.measure ? null : state.measure],
    ["commodity", state.commodity],
    ["classes", state.classes === first.classes ? null : String(state.classes)],
    ["method", state.method === first.method ? null : state.method],
    ["draw", state.draw === first.draw ? null : state.draw],
    ["layer", state.layer === first.layer ? null : state.layer],
    ["size", state.size === first.size ? null : String(state.size)],
    ["flows", state.flows ? "1" : null],
    ["commune", state.commune],
    ["sort", state.sort === first.sort ? null : state.sort],
    ["order", state.order === first.order ? null : state.order],
    ["z", state.view && String(state.view.zoom)],
    ["lat", state.view && state.view.lat.toFixed(5)],
    ["lng", state.view && state.view.lng.toFixed(5)],
  ];
  const given = pairs.filter((pair): pair is [string, string] => pair[1] !== null);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
