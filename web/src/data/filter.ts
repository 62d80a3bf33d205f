/** The filter: which loaded items show. The same meaning as the server's parameters of the same names. */

import { fold } from "../text";
import type { Box, Item } from "../types";
import { intersects } from "./geometry";
import type { CommuneNames } from "./items";

export const PRODUCT_FACETS = ["stars", "group", "set", "commodity", "validity", "season"] as const;
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
    season: [],
    commune: [],
    legacy_commune: [],
    q: "",
    bbox: null,
  };
}

/** The values that a product or zone has under a facet, as the address writes them: one, but for the months. */
export function facetValues(item: Item, facet: ProductFacet): string[] {
  if (facet !== "season") return [String(item.properties[facet] ?? UNKNOWN)];
  const months = item.properties.harvest_months ?? [];
  return months.length > 0 ? months.map(String) : [UNKNOWN];
}

function isAmong(wanted: string[], values: string[]): boolean {
  return wanted.length === 0 || values.some((value) => wanted.includes(value));
}

/** Whether an item lies, at least in part, inside a box; what is not located does not. */
export function isWithin(item: Item, box: Box): boolean {
  return item.geometry !== null && intersects(item.geometry, box);
}

/** A filter made ready for judging many items. Product filters reach producers through their products. */
export class Sieve {
  private readonly filter: Filter;
  private readonly words: string[];
  /** The product facets that something is wished of. */
  private readonly wished: ProductFacet[];
  /** The producers whose products meet them; null for all. */
  private readonly producers: Set<string | null | undefined> | null;

  constructor(items: readonly Item[], filter: Filter) {
    this.filter = filter;
    this.words = fold(filter.q).split(" ").filter(Boolean);
    this.wished = PRODUCT_FACETS.filter((facet) => filter[facet].length > 0);
    const isMeant = (item: Item) => item.layer === "product" && this.unmetFacets(item).length === 0;
    const made = () => items.filter(isMeant).map((item) => item.properties.producer_id);
    this.producers = this.wished.length > 0 ? new Set(made()) : null;
  }

  /** The facets whose wish a product does not meet. */
  unmetFacets(product: Item): ProductFacet[] {
    return this.wished.filter((facet) => !isAmong(this.filter[facet], facetValues(product, facet)));
  }

  /** Whether an item meets what is wished of its layer alone. */
  meetsOwn(item: Item): boolean {
    if (item.layer === "product") return this.unmetFacets(item).length === 0;
    if (item.layer === "producer") return this.producers === null || this.producers.has(item.id);
    const ofZones = ["commodity", "season"] as const;
    return item.layer !== "zone" || ofZones.every((facet) => isAmong(this.filter[facet], facetValues(item, facet)));
  }

  /** Whether an item has the words and touches the box. */
  meetsTextAndBox(item: Item): boolean {
    const { bbox } = this.filter;
    return this.words.every((word) => item.haystack.includes(word)) && (bbox === null || isWithin(item, bbox));
  }

  meetsCommunes(item: Item): boolean {
    const { commune, legacy_commune } = this.filter;
    return isAmong(commune, item.communes) && isAmong(legacy_commune, item.legacyCommunes);
  }
}

/** Items that pass the filter, in the order given. */
export function select(items: readonly Item[], filter: Filter): Item[] {
  const sieve = new Sieve(items, filter);
  return items.filter((item) => sieve.meetsOwn(item) && sieve.meetsCommunes(item) && sieve.meetsTextAndBox(item));
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

/** Whether any part of the filter looks at products alone. */
export function choosesProducts(filter: Filter): boolean {
  return PRODUCT_FACETS.some((facet) => filter[facet].length > 0);
}

/** Whether anything is filtered at all. */
export function isFiltering(filter: Filter): boolean {
  const facets: Facet[] = [...PRODUCT_FACETS, "commune", "legacy_commune"];
  return filter.q !== "" || filter.bbox !== null || facets.some((facet) => filter[facet].length > 0);
}
