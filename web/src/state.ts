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
  /** Day (YYYY-MM-DD) as of which the server judges recognitions; null for today. */
  asOf: string | null;
}

const LIST_PARAMETERS: Facet[] = [...PRODUCT_FACETS, "commune", "legacy_commune"];
/** The API takes no longer text. */
const MAX_TEXT = 100;
const MAX_ID = 250;
const MAX_VALUES = 50;

function listOf(parameters: URLSearchParams, name: string): string[] {
  const values = parameters.getAll(name).flatMap((value) => value.split(","));
  return [
    ...new Set(values.map((value) => value.trim()).filter((value) => /^[\w-]{1,40}$/.test(value))),
  ].slice(0, MAX_VALUES);
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

function layersFrom(parameters: URLSearchParams): Layer[] | null {
  if (!parameters.has("layers")) return null;
  const named = listOf(parameters, "layers");
  return LAYERS.filter((layer) => named.includes(layer));
}

function openFrom(text: string | null): string | null {
  const [layer = "", id = ""] = (text ?? "").split(/\/(.*)/s);
  return LAYERS.some((known) => known === layer) && id !== "" && id.length <= MAX_ID
    ? `${layer}/${id}`
    : null;
}

function dayFrom(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
}

/** Read the state from a query string; what cannot be understood is left out. */
export function parseState(search: string): State {
  const parameters = new URLSearchParams(search);
  const filter = noFilter();
  for (const name of LIST_PARAMETERS) filter[name] = listOf(parameters, name);
  filter.q = (parameters.get("q") ?? "").slice(0, MAX_TEXT);
  filter.bbox = boxFrom(parameters.get("bbox"));
  return {
    filter,
    layers: layersFrom(parameters),
    view: viewFrom(parameters),
    open: openFrom(parameters.get("id")),
    inView: parameters.get("inview") === "1",
    asOf: dayFrom(parameters.get("as_of")),
  };
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
  if (state.view) entries.push(...viewEntries(state.view));
  if (state.open) entries.push(["id", state.open]);
  const kept = entries.filter(([, value]) => value !== "");
  // An empty "layers" is kept: it says that every layer is switched off.
  if (state.layers) kept.push(["layers", state.layers.join(",")]);
  const query = new URLSearchParams(kept)
    .toString()
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/")
    .replaceAll("%3A", ":");
  return query === "" ? "" : `?${query}`;
}
