import type { Steps } from "../pause";
import type { Item, Layer } from "../types";

let vietnamese: Intl.Collator | undefined;

/** Compare as a Vietnamese dictionary does (A, Ă, Â … D, Đ), numbers by their value. */
export function compareTexts(a: string, b: string): number {
  // Made when first needed: a phone takes long over it.
  vietnamese ??= new Intl.Collator("vi", { numeric: true, ignorePunctuation: true });
  return vietnamese.compare(a, b);
}

/** Compare by name, then by id so that the order is stable. */
export function compareNames(a: { name: string; id: string }, b: { name: string; id: string }): number {
  return compareTexts(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));
}

type Named = Parameters<typeof compareNames>[0];

/**
 * Put what is named in order, one more at every step: a phone takes long over a thousand names, and over the first
 * of them, when it learns the language.
 */
export function* inNameOrder<T extends { properties: Named }>(all: readonly T[], ordered: T[]): Steps {
  for (const each of all) {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const rival = ordered[middle] as T;
      if (compareNames(rival.properties, each.properties) > 0) high = middle;
      else low = middle + 1;
    }
    ordered.splice(low, 0, each);
    yield;
  }
}

/** Items of each layer, layers in the order given, layers without items left out. */
export function groupByLayer(items: Item[], layers: readonly Layer[]): Map<Layer, Item[]> {
  const groups = new Map<Layer, Item[]>();
  for (const layer of layers) {
    const members = items.filter((item) => item.layer === layer);
    if (members.length > 0) groups.set(layer, members);
  }
  return groups;
}
