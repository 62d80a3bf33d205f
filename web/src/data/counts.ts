/** How many items each choice of the filter would show, the other filters applied. */

import { fold } from "../text";
import type { Item, Layer } from "../types";
import {
  type Filter,
  facetValue,
  meetsPlaceAndText,
  PRODUCT_FACETS,
  type ProductFacet,
  select,
  unmetFacets,
} from "./filter";

export type Tally = Map<string, number>;

export interface Counts {
  facets: Record<ProductFacet, Tally>;
  layers: Map<Layer, number>;
  communes: Tally;
  legacyCommunes: Tally;
}

function add(counts: Tally, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function tally(values: Iterable<string>): Tally {
  const counts: Tally = new Map();
  for (const value of values) add(counts, value);
  return counts;
}

/** Count products by facet: one that misses a single facet still counts among that facet's choices. */
function countFacets(items: Item[], filter: Filter): Record<ProductFacet, Tally> {
  const words = fold(filter.q);
  const facets = {
    stars: new Map(),
    group: new Map(),
    set: new Map(),
    commodity: new Map(),
    validity: new Map(),
  };
  for (const item of items) {
    if (item.layer !== "product" || !meetsPlaceAndText(item, filter, words)) continue;
    const unmet = unmetFacets(item, filter);
    const counted = unmet.length === 0 ? PRODUCT_FACETS : unmet.length === 1 ? unmet : [];
    for (const facet of counted) add(facets[facet], facetValue(item, facet));
  }
  return facets;
}

/** Count products by facet, items by layer, and records other than communes by new and old commune. */
export function count(items: Item[], filter: Filter): Counts {
  const anywhere = select(items, { ...filter, commune: [], legacy_commune: [] });
  const placed = anywhere.filter((item) => item.layer !== "commune");
  return {
    facets: countFacets(items, filter),
    layers: tally(select(items, filter).map((item) => item.layer)) as Map<Layer, number>,
    communes: tally(placed.flatMap((item) => item.communes)),
    legacyCommunes: tally(placed.flatMap((item) => item.legacyCommunes)),
  };
}
