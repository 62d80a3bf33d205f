/** The lines of the map as a table: who makes, from which zone, how far, and whether the records tie the two. */

import { recordAddress } from "../data/addresses";
import { h, one, svg } from "../dom";
import type { Texts } from "../i18n";
import type { Flow, Flows, PlannerConfig } from "./types";

export class FlowList {
  private readonly config: PlannerConfig;
  private readonly texts: Texts;

  constructor(config: PlannerConfig, texts: Texts) {
    this.config = config;
    this.texts = texts;
  }

  sentence(flow: Flow): string {
    const products = flow.products.map(({ name }) => name).join(", ");
    const kind = this.texts.t(flow.is_linked ? "planmap.flow_linked" : "planmap.flow_nearest");
    return `${products} – ${flow.zone_name}: ${this.distance(flow)} (${kind})`;
  }

  /** What the two kinds of lines mean, for the legend. */
  signs(): HTMLElement[] {
    return ["linked", "nearest"].map((kind) => {
      const line = svg("path", { d: "M0 10H30", class: `flow flow-${kind}` });
      const picture = svg("svg", { viewBox: "0 0 30 20", class: "swatch-line", "aria-hidden": "true" }, line);
      return h("li", {}, picture, h("span", {}, this.texts.t(`planmap.flow_${kind}`)));
    });
  }

  show(flows: Flows | null): void {
    one("#planner-flows").hidden = flows === null;
    if (!flows) return;
    const { texts } = this;
    const linked = flows.features.filter(({ properties }) => properties.is_linked).length;
    const nearest = flows.features.length - linked;
    one("#flows-told").textContent = texts.t("planmap.flows_told", { linked, nearest, without: flows.without });
    const heads = ["producer", "products", "zone", "km", "kind"].map((column) =>
      h("th", { class: column === "km" ? "" : "is-text", attrs: { scope: "col" } }, texts.name("planmap.flow", column)),
    );
    const rows = flows.features.map(({ properties }) => this.row(properties));
    one("#flows-table").replaceChildren(h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows));
  }

  private row(flow: Flow): HTMLElement {
    const { folders } = this.config;
    const link = (layer: "producer" | "zone", id: string, name: string) =>
      h("a", { attrs: { href: recordAddress(folders, layer, id, name), lang: "vi" } }, name);
    const kind = this.texts.t(flow.is_linked ? "planmap.flow_linked" : "planmap.flow_nearest");
    return h(
      "tr",
      {},
      h("th", { attrs: { scope: "row" } }, link("producer", flow.producer_id, flow.producer_name)),
      h("td", { class: "is-text", attrs: { lang: "vi" } }, flow.products.map(({ name }) => name).join(", ")),
      h("td", { class: "is-text" }, link("zone", flow.zone_id, flow.zone_name)),
      h("td", {}, this.distance(flow)),
      h("td", { class: "is-text" }, kind),
    );
  }

  /** Kilometres, and how far off they may be where the producer's place is approximate. */
  private distance({ km, uncertainty_m: metres }: Flow): string {
    const said = this.texts.t("planmap.km", { n: km });
    return metres && metres >= 500 ? `${said} ± ${this.texts.number(metres / 1000)}` : said;
  }
}
