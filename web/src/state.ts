/** The state of the page and the query string that carries it, with the API's parameter names. */

import { type Facet, type Filter, noFilter, PRODUCT_FACETS } from "./data/filter";
import { type Box, LAYERS, type Layer } from "./types";

export interface View {
  zoom: number;
  lat: number;
  lng: number;
}

export interface State {
  filter: Filter;
  /** Layers switched on; null for the defaults. */
  layers: Layer[] | null;
  view: View | null;
  /** "layer/id" of the open card. */
  open: string | null;
  /** Whether the list keeps to what the map's frame shows. */
  inView: boolean;
  /** Whether the nearest come first; from where is never part of the state. */
  byDistance: boolean;
  /** Day (YYYY-MM-DD) as of which the server judges recognitions; null for today. */
  asOf: string | null;
}

const LIST_PARAMETERS: Facet[] = [...PRODUCT_FACETS, "commune", "legacy_commune"];
/** The API takes no longer text. */
const MAX_TEXT = 100;
const MAX_ID = 250;
const MAX_VALUES = 200;
/** What the API takes: the programme began in 2018. */
const EARLIEST_DAY = "2018-01-01";
const LATEST_DAY = "2100-12-31";

/** Whether a facet has a value of this code; those of communes are known only once the communes have come. */
export type IsKnown = (facet: Facet, value: string) => boolean;

function valuesOf(parameters: URLSearchParams, name: string): string[] {
  const values = parameters.getAll(name).flatMap((value) => value.split(","));
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))];
}

function boxFrom(text: string | null): Box | null {
  const numbers = (text ?? "").split(",").map(Number.parseFloat);
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return null;
  const [west, south, east, north] = numbers as Box;
  return west < east && south < north ? [west, south, east, north] : null;
}

function viewFrom(parameters: URLSearchParams): View | null {
  const read = (name: string) => Number.parseFloat(parameters.get(name) ?? "");
  const view = { zoom: read("z"), lat: read("lat"), lng: read("lng") };
  const possible = view.zoom >= 0 && view.zoom <= 22 && Math.abs(view.lat) <= 85 && Math.abs(view.lng) <= 180;
  return possible ? view : null;
}

/** The layers named by "layer", the API's name, or by "layers" as links of before had it. */
function layersFrom(parameters: URLSearchParams): Layer[] | null {
  const name = ["layer", "layers"].find((each) => parameters.has(each));
  if (!name) return null;
  const named = valuesOf(parameters, name);
  return LAYERS.filter((layer) => named.includes(layer));
}

function openFrom(text: string | null): string | null {
  const [layer = "", id = ""] = (text ?? "").split(/\/(.*)/s);
  return LAYERS.some((known) => known === layer) && id !== "" && id.length <= MAX_ID
    ? `${layer}/${id}`
    : null;
}

/** A day that the calendar has (2024-02-31 is none) and that the API takes. */
function dayFrom(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const moment = new Date(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
  return isReal && text >= EARLIEST_DAY && text <= LATEST_DAY ? text : null;
}

/** What a query string says, and the names of what was left out of it. */
export interface Reading {
  state: State;
  /** Parameters with something that could not be understood; "view" for the three of the view. */
  leftOut: string[];
}

function filterFrom(parameters: URLSearchParams, isKnown: IsKnown, leftOut: Set<string>): Filter {
  const filter = noFilter();
  for (const name of LIST_PARAMETERS) {
    const values = valuesOf(parameters, name);
    filter[name] = values
      .filter((value) => /^[\w-]{1,40}$/.test(value) && isKnown(name, value))
      .slice(0, MAX_VALUES);
    if (filter[name].length < values.length) leftOut.add(name);
  }
  const text = parameters.get("q") ?? "";
  filter.q = text.slice(0, MAX_TEXT);
  if (filter.q !== text) leftOut.add("q");
  filter.bbox = boxFrom(parameters.get("bbox"));
  return filter;
}

/** Read a query string; what cannot be understood is left out and named. Other parameters are not ours. */
export function readState(search: string, isKnown: IsKnown = () => true): Reading {
  const parameters = new URLSearchParams(search);
  const leftOut = new Set<string>();
  const state = {
    filter: filterFrom(parameters, isKnown, leftOut),
    layers: layersFrom(parameters),
    view: viewFrom(parameters),
    open: openFrom(parameters.get("id")),
    inView: parameters.get("inview") === "1",
    byDistance: parameters.get("sort") === "distance",
    asOf: dayFrom(parameters.get("as_of")),
  };
  const asked = (...names: string[]) => names.some((name) => Boolean(parameters.get(name)));
  if (asked("bbox") && !state.filter.bbox) leftOut.add("bbox");
  if (asked("z", "lat", "lng") && !state.view) leftOut.add("view");
  if (asked("id") && !state.open) leftOut.add("id");
  if (asked("as_of") && !state.asOf) leftOut.add("as_of");
  const named = valuesOf(parameters, parameters.has("layer") ? "layer" : "layers");
  if (named.length > (state.layers ?? []).length) leftOut.add("layer");
  return { state, leftOut: [...leftOut] };
}

/** Read the state from a query string; what cannot be understood is left out. */
export function parseState(search: string): State {
  return readState(search).state;
}

function filterEntries(filter: Filter): [string, string][] {
  const lists = LIST_PARAMETERS.map((name): [string, string] => [name, filter[name].join(",")]);
  return [...lists, ["q", filter.q], ["bbox", filter.bbox?.join(",") ?? ""]];
}

function viewEntries(view: View): [string, string][] {
  return [
    ["z", String(view.zoom)],
    ["lat", view.lat.toFixed(5)],
    ["lng", view.lng.toFixed(5)],
  ];
}

/** Write the state as a query string ("?…", or "" for the state of a first visit). */
export function formatState(state: State): string {
  const entries = filterEntries(state.filter);
  if (state.asOf) entries.push(["as_of", state.asOf]);
  if (state.inView) entries.push(["inview", "1"]);
  if (state.byDistance) entries.push(["sort", "distance"]);
  if (state.view) entries.push(...viewEntries(state.view));
  if (state.open) entries.push(["id", state.open]);
  const kept = entries.filter(([, value]) => value !== "");
  // An empty "layer" is kept: it says that every layer is switched off.
  if (state.layers) kept.push(["layer", state.layers.join(",")]);
  const query = new URLSearchParams(kept)
    .toString()
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/")
    .replaceAll("%3A", ":");
  return query === "" ? "" : `?${query}`;
}
