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

/** Items of each layer, layers in the order given, layers without items left out. */
export function groupByLayer(items: Item[], layers: readonly Layer[]): Map<Layer, Item[]> {
  const groups = new Map<Layer, Item[]>();
  for (const layer of layers) {
    const members = items.filter((item) => item.layer === layer);
    if (members.length > 0) groups.set(layer, members);
  }
  return groups;
}
