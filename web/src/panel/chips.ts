/** What is filtered now, as a row of buttons that each take one condition away. */

import { type Facet, type Filter, PRODUCT_FACETS } from "../data/filter";
import type { CommuneNames } from "../data/items";
import { h } from "../dom";
import type { Texts } from "../i18n";

interface Condition {
  name: string;
  /** What the filter becomes without it. */
  rest: Partial<Filter>;
}

function nameOf(facet: Facet, value: string, texts: Texts, names: CommuneNames): string {
  if (facet === "commune") return names.current.get(value) ?? value;
  if (facet === "legacy_commune") return texts.t("chip.old", { name: names.legacy.get(value) ?? value });
  return texts.name(facet, value);
}

/** Each condition of the filter by its name. */
export function conditions(filter: Filter, texts: Texts, names: CommuneNames): Condition[] {
  const facets: Facet[] = [...PRODUCT_FACETS, "commune", "legacy_commune"];
  const values = facets.flatMap((facet) =>
    filter[facet].map((value) => ({
      name: nameOf(facet, value, texts, names),
      rest: { [facet]: filter[facet].filter((other) => other !== value) },
    })),
  );
  const text = filter.q === "" ? [] : [{ name: `“${filter.q}”`, rest: { q: "" } }];
  const box = filter.bbox === null ? [] : [{ name: texts.t("chip.bbox"), rest: { bbox: null } }];
  return [...text, ...values, ...box];
}

/** One chip for each condition of the filter; `change` receives the filter without it. */
export function chips(
  filter: Filter,
  texts: Texts,
  names: CommuneNames,
  change: (rest: Partial<Filter>) => void,
): HTMLElement[] {
  return conditions(filter, texts, names).map(({ name, rest }) => {
    const attrs = { type: "button", "aria-label": texts.t("chip.remove", { name }) };
    const cross = h("span", { attrs: { "aria-hidden": "true" } }, "×");
    const on = { click: () => change(rest) };
    return h("button", { class: "chip", attrs, on }, h("span", {}, name), cross);
  });
}
