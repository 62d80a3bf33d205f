/** What is chosen now, for whoever takes it along: in a sentence, and as the records of an area. */

import type { Dataset } from "../data/dataset";
import { type Filter, isWithin, noFilter, select } from "../data/filter";
import type { CommuneNames } from "../data/items";
import type { Texts } from "../i18n";
import type { Box, Item, Layer } from "../types";
import { conditions } from "./chips";

/** What the map shows now, in a sentence. */
export function summary(filter: Filter, on: Layer[], n: number, communes: CommuneNames, texts: Texts): string {
  const layers = on.map((layer) => texts.name("layer", layer)).join(", ");
  const said = texts.t("embed.summary", { layers, n });
  const names = conditions(filter, texts, communes).map(({ name }) => name);
  return names.length === 0 ? said : `${said} ${texts.t("embed.conditions", { names: names.join("; ") })}`;
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
