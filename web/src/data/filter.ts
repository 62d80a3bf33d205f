/** The filter: which loaded items show. The same meaning as the server's parameters of the same names. */

import { containsWords, fold } from "../text";
import type { Box, Item, Layer } from "../types";
import { intersects } from "./geometry";
import type { CommuneNames } from "./items";

export const PRODUCT_FACETS = ["stars", "group", "set", "commodity", "validity"] as const;
export type ProductFacet = (typeof PRODUCT_FACETS)[number];
export type Facet = ProductFacet | "commune" | "legacy_commune";

/** Empty lists, an empty text and a null box mean "all". */
export interface Filter extends Record<Facet, string[]> {
  q: string;
  bbox: Box | null;
}

export const UNKNOWN = "unknown";

/** A filter that lets everything through. */
export function noFilter(): Filter {
  return {
    stars: [],
    group: [],
    set: [],
    commodity: [],
    validity: [],
    commune: [],
    legacy_commune: [],
    q: "",
    bbox: null,
  };
}

/** The value that a product has under a facet, as the address writes it. */
export function facetValue(item: Item, facet: ProductFacet): string {
  return String(item.properties[facet] ?? UNKNOWN);
}

function meets(wanted: string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function isAmong(wanted: string[], values: string[]): boolean {
  return wanted.length === 0 || values.some((value) => wanted.includes(value));
}

/** Whether an item lies, at least in part, inside a box; what is not located does not. */
export function isWithin(item: Item, box: Box): boolean {
  return item.geometry !== null && intersects(item.geometry, box);
}

/** The facets whose wish a product does not meet. */
export function unmetFacets(item: Item, filter: Filter): ProductFacet[] {
  return PRODUCT_FACETS.filter((facet) => !meets(filter[facet], facetValue(item, facet)));
}

function meetsProductFacets(item: Item, filter: Filter): boolean {
  return PRODUCT_FACETS.every((facet) => meets(filter[facet], facetValue(item, facet)));
}

/** Whether an item passes the conditions that hold for every layer: place, text, box. */
export function meetsPlaceAndText(item: Item, filter: Filter, words: string): boolean {
  return (
    isAmong(filter.commune, item.communes) &&
    isAmong(filter.legacy_commune, item.legacyCommunes) &&
    (words === "" || containsWords(item.haystack, words)) &&
    (filter.bbox === null || isWithin(item, filter.bbox))
  );
}

function producersOfMatches(items: Item[], filter: Filter): Set<string> | null {
  if (PRODUCT_FACETS.every((facet) => filter[facet].length === 0)) return null;
  const products = items.filter((item) => item.layer === "product" && meetsProductFacets(item, filter));
  return new Set(products.map((item) => item.properties.producer_id ?? ""));
}

/** Items that pass the filter, in the order given. Product filters reach producers through their products. */
export function select(items: Item[], filter: Filter): Item[] {
  const words = fold(filter.q);
  const producers = producersOfMatches(items, filter);
  const byLayer: Partial<Record<Layer, (item: Item) => boolean>> = {
    product: (item) => meetsProductFacets(item, filter),
    producer: (item) => producers === null || producers.has(item.id),
    zone: (item) => meets(filter.commodity, facetValue(item, "commodity")),
  };
  return items.filter(
    (item) => (byLayer[item.layer]?.(item) ?? true) && meetsPlaceAndText(item, filter, words),
  );
}

/** The filter's communes that there are, and the names of the parameters that had others. */
export function knownCommunes(filter: Filter, names: CommuneNames): { filter: Filter; leftOut: string[] } {
  const commune = filter.commune.filter((code) => names.current.has(code));
  const legacy = filter.legacy_commune.filter((code) => names.legacy.has(code));
  const leftOut: Facet[] = [];
  if (commune.length < filter.commune.length) leftOut.push("commune");
  if (legacy.length < filter.legacy_commune.length) leftOut.push("legacy_commune");
  return { filter: { ...filter, commune, legacy_commune: legacy }, leftOut };
}

/** Whether anything is filtered at all. */
export function isFiltering(filter: Filter): boolean {
  const facets: Facet[] = [...PRODUCT_FACETS, "commune", "legacy_commune"];
  return filter.q !== "" || filter.bbox !== null || facets.some((facet) => filter[facet].length > 0);
}
