/** What is filtered now, as a row of buttons that each take one condition away. */

import { type Facet, type Filter, PRODUCT_FACETS } from "../data/filter";
import type { CommuneNames } from "../data/items";
import { h } from "../dom";
import type { Texts } from "../i18n";

function nameOf(facet: Facet, value: string, texts: Texts, names: CommuneNames): string {
  if (facet === "commune") return names.current.get(value) ?? value;
  if (facet === "legacy_commune") return texts.t("chip.old", { name: names.legacy.get(value) ?? value });
  return texts.name(facet, value);
}

/** One chip for each condition of the filter; `change` receives the filter without it. */
export function chips(
  filter: Filter,
  texts: Texts,
  names: CommuneNames,
  change: (rest: Partial<Filter>) => void,
): HTMLElement[] {
  const chip = (name: string, rest: Partial<Filter>) => {
    const attrs = { type: "button", "aria-label": texts.t("chip.remove", { name }) };
    const cross = h("span", { attrs: { "aria-hidden": "true" } }, "×");
    return h(
      "button",
      { class: "chip", attrs, on: { click: () => change(rest) } },
      h("span", {}, name),
      cross,
    );
  };
  const facets: Facet[] = [...PRODUCT_FACETS, "commune", "legacy_commune"];
  const valueChips = facets.flatMap((facet) =>
    filter[facet].map((value) =>
      chip(nameOf(facet, value, texts, names), { [facet]: filter[facet].filter((other) => other !== value) }),
    ),
  );
  const text = filter.q === "" ? [] : [chip(`“${filter.q}”`, { q: "" })];
  const box = filter.bbox === null ? [] : [chip(texts.t("chip.bbox"), { bbox: null })];
  return [...text, ...valueChips, ...box];
}
