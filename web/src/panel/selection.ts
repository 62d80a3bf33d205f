/** What is chosen now, for whoever takes it along: in a sentence, and as the records of an area. */

import type { Dataset } from "../data/dataset";
import { choosesProducts, type Filter, isWithin, noFilter, select } from "../data/filter";
import type { DeclaredLayer } from "../data/loader";
import type { Texts } from "../i18n";
import type { State } from "../state";
import type { Box, Item, Layer } from "../types";
import { conditions } from "./chips";

/** What a frame shows that chooses products: them, over the communes' borders. */
const OF_PRODUCTS: ReadonlySet<Layer> = new Set(["product", "commune"]);

/** The layers that are on. A frame has no form to switch others off: where it chooses products it shows products. */
export function layersOn({ layers, filter }: State, declared: DeclaredLayer[], isEmbedded: boolean): Layer[] {
  const isMeant = ({ layer, defaultOn }: DeclaredLayer) =>
    defaultOn && (!isEmbedded || !choosesProducts(filter) || OF_PRODUCTS.has(layer));
  return layers ?? declared.filter(isMeant).map(({ layer }) => layer);
}

/** Whether a sentence tells what a frame will show, or stands in the frame. */
export type SummaryKind = "embed.summary" | "embed.caption";

/** What these layers show under a filter, in a sentence; the communes' borders are no records of it. */
export function summary(
  kind: SummaryKind,
  filter: Filter,
  on: Layer[],
  { items, names }: Dataset,
  texts: Texts,
): string {
  const shown = new Set(on.filter((layer) => layer !== "commune" || on.length === 1));
  const n = select(items, filter).filter(({ layer }) => shown.has(layer)).length;
  const layers = [...shown].map((layer) => texts.name("layer", layer)).join(", ");
  const said = texts.t(kind, { layers, n });
  const wanted = conditions(filter, texts, names).map(({ name }) => name);
  return wanted.length === 0 ? said : `${said} ${texts.t("embed.conditions", { names: wanted.join("; ") })}`;
}

/** The communes chosen and everything in them; without any, everything in the map's frame, which has no name. */
export function areaToSave(
  { commune, legacy_commune }: Filter,
  { items, names }: Dataset,
  frame: Box,
  texts: Texts,
): { name: string | null; items: Item[] } {
  if (commune.length + legacy_commune.length === 0)
    return { name: null, items: items.filter((item) => isWithin(item, frame)) };
  const chosen = { ...noFilter(), commune, legacy_commune };
  const name = conditions(chosen, texts, names).map((condition) => condition.name);
  return { name: name.join(", "), items: select(items, chosen) };
}
