/** What a filter shows, and how many items each of its choices would show, the other filters applied. */

import type { Item, Layer } from "../types";
import { type Filter, facetValues, PRODUCT_FACETS, type ProductFacet, Sieve } from "./filter";

export type Tally = Map<string, number>;

export interface Counts {
  facets: Record<ProductFacet, Tally>;
  layers: Map<Layer, number>;
  communes: Tally;
  legacyCommunes: Tally;
}

export interface Sifted {
  /** Items that pass the filter, in the order given. */
  items: Item[];
  /** Products by facet, items by layer, and records other than communes by new and old commune. */
  counts: Counts;
}

function add<K>(counts: Map<K, number>, value: K): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function none(): Counts {
  const tallies = PRODUCT_FACETS.map((facet): [ProductFacet, Tally] => [facet, new Map()]);
  const facets = Object.fromEntries(tallies) as Counts["facets"];
  return { facets, layers: new Map(), communes: new Map(), legacyCommunes: new Map() };
}

/** A product that misses a single facet still counts among that facet's choices. */
function countFacets(product: Item, sieve: Sieve, { facets }: Counts): void {
  const unmet = sieve.unmetFacets(product);
  if (unmet.length > 1) return;
  for (const facet of unmet.length === 1 ? unmet : PRODUCT_FACETS)
    for (const value of facetValues(product, facet)) add(facets[facet], value);
}

function countCommunes({ layer, communes, legacyCommunes }: Item, counts: Counts): void {
  if (layer === "commune") return;
  for (const code of communes) add(counts.communes, code);
  for (const code of legacyCommunes) add(counts.legacyCommunes, code);
}

/** Filter and count in one pass: it stands between a tap and its answer. */
export function sift(items: readonly Item[], filter: Filter): Sifted {
  const sieve = new Sieve(items, filter);
  const sifted: Sifted = { items: [], counts: none() };
  const { counts } = sifted;
  for (const item of items) {
    if (!sieve.meetsTextAndBox(item)) continue;
    const isThere = sieve.meetsCommunes(item);
    if (isThere && item.layer === "product") countFacets(item, sieve, counts);
    if (!sieve.meetsOwn(item)) continue;
    countCommunes(item, counts);
    if (!isThere) continue;
    add(counts.layers, item.layer);
    sifted.items.push(item);
  }
  return sifted;
}
