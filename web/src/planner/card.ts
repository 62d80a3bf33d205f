/** A commune's figures and the ways on to its records. */

import { recordAddress } from "../data/addresses";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { LAYERS } from "../types";
import { valueOf } from "./shading";
import type { CommuneRow, PlannerConfig } from "./types";

const LISTED = LAYERS.filter((layer) => layer !== "commune");

function fact(label: string, value: string): HTMLElement {
  return h("div", {}, h("dt", {}, label), h("dd", {}, value));
}

export class CommuneCard {
  private readonly config: PlannerConfig;
  private readonly texts: Texts;
  private readonly close: () => void;
  private readonly box = one("#planner-card");

  constructor(config: PlannerConfig, texts: Texts, close: () => void) {
    this.config = config;
    this.texts = texts;
    this.close = close;
  }

  /** Show a commune; without one the card goes. */
  show(row: CommuneRow | undefined, focus = false): void {
    this.box.hidden = !row;
    if (!row) return;
    const { texts, config } = this;
    const href = recordAddress(config.folders, "commune", row.id, row.name);
    const attrs = { type: "button", "aria-label": texts.t("card.close") };
    const head = h(
      "header",
      {},
      h("h2", { attrs: { id: "planner-card-title", lang: "vi" } }, row.name),
      h("button", { class: "card-close", attrs, on: { click: () => this.close() } }, "×"),
    );
    const links = LISTED.map((layer) => {
      const address = `${config.folders[layer]}?commune=${row.id}`;
      return h("li", {}, h("a", { attrs: { href: address } }, texts.name("layer", layer)));
    });
    const page = h("p", {}, h("a", { class: "button", attrs: { href } }, texts.t("planmap.commune_page")));
    const records = h("ul", { class: "card-links", attrs: { "aria-label": texts.t("planmap.records") } }, ...links);
    this.box.replaceChildren(head, h("dl", {}, ...this.facts(row)), records, page);
    if (focus) this.box.focus();
  }

  private facts(row: CommuneRow): HTMLElement[] {
    const { texts } = this;
    const said = (value: number | null) => (value === null ? texts.t("planmap.none") : texts.number(value));
    const measures = this.config.measures.filter(({ key }) => key !== "hectares");
    const ground = Object.entries(row.hectares).map(([commodity, ha]) =>
      fact(texts.t("planmap.hectares_of", { commodity: texts.name("commodity", commodity) }), texts.number(ha)),
    );
    return [
      ...measures.map(({ key }) => fact(texts.name("planmap.column", key), said(valueOf(row, key, null)))),
      ...(row.undated_products ? [fact(texts.t("planmap.undated"), said(row.undated_products))] : []),
      ...(row.unknown_products ? [fact(texts.t("planmap.unknown"), said(row.unknown_products))] : []),
      ...ground,
    ];
  }
}
