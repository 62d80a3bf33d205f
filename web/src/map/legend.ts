/** What the signs on the map mean: a control that unfolds when asked, for it covers a part of the map. */

import L from "leaflet";
import { h, svg } from "../dom";
import type { Texts } from "../i18n";
import { LAYERS } from "../types";
import { KINDS } from "./clusters";
import { ring } from "./ring";
import { symbol } from "./symbols";

const BODY_ID = "legend-body";
const STARS = [5, 4, 3, null];
/** A group as an example: its ring has an arc of each kind. */
const EXAMPLE = { ...Object.fromEntries(KINDS.map((kind) => [kind, 0])), "5": 2, "4": 4, "3": 3, unknown: 2, sales_point: 2 };
const EXAMPLE_TOTAL = 13;

/** A line as borders are drawn, in the class that colours it on the map. */
function line(className: string): SVGElement {
  const path = svg("path", { d: "M2 16H30", class: `shape ${className}` });
  return svg("svg", { viewBox: "0 0 32 32", class: "symbol", "aria-hidden": "true" }, path);
}

function patch(className: string, fill?: string): SVGElement {
  const rect = svg("rect", { x: 3, y: 6, width: 26, height: 20, rx: 2, class: className, fill });
  return svg("svg", { viewBox: "0 0 32 32", class: "symbol", "aria-hidden": "true" }, rect);
}

/** An approximate place as the map shows it from near: its area around its symbol. */
function vaguePlace(): SVGElement {
  const area = svg("circle", { cx: 16, cy: 16, r: 14.5, class: "vague-area" });
  const dot = svg("circle", { cx: 16, cy: 16, r: 6, class: "legend-vague" });
  return svg("svg", { viewBox: "0 0 32 32", class: "symbol", "aria-hidden": "true" }, area, dot);
}

function pin(): HTMLElement {
  return h("span", { class: "legend-pin" }, symbol("tourism_point"));
}

function cluster(texts: Texts): HTMLElement {
  const figure = h("span", { class: "cluster-number" }, texts.number(EXAMPLE_TOTAL));
  const counts = EXAMPLE as Parameters<typeof ring>[0];
  return h("span", { class: "cluster legend-cluster", attrs: { "aria-hidden": "true" } }, ring(counts), figure);
}

function row(sign: Element, text: string): HTMLElement {
  return h("li", {}, h("span", { class: "legend-sign" }, sign), h("span", {}, text));
}

function section(title: string, ...rows: HTMLElement[]): HTMLElement {
  return h("section", {}, h("h3", {}, title), h("ul", {}, ...rows));
}

function sections(texts: Texts): HTMLElement[] {
  const points = LAYERS.filter((layer) => layer !== "commune" && layer !== "zone");
  return [
    section(
      texts.t("legend.layers"),
      ...points.map((layer) => row(symbol(layer), texts.name("layer", layer))),
      row(patch("shape-zone", "url(#ocopmap-hatch)"), texts.name("layer", "zone")),
    ),
    section(
      texts.t("legend.stars"),
      ...STARS.map((stars) => row(symbol("product", stars), texts.name("stars", String(stars ?? "unknown")))),
      row(cluster(texts), texts.t("legend.cluster")),
    ),
    section(
      texts.t("legend.places"),
      row(pin(), texts.t("legend.exact")),
      row(vaguePlace(), texts.t("legend.vague")),
    ),
    section(
      texts.t("legend.borders"),
      row(line("shape-commune"), texts.t("legend.border_official")),
      row(line("shape-commune approximate"), texts.t("legend.border_approximate")),
    ),
  ];
}

export class Legend extends L.Control {
  private readonly texts: Texts;

  constructor(texts: Texts) {
    super({ position: "bottomleft" });
    this.texts = texts;
  }

  override onAdd(): HTMLElement {
    const name = this.texts.t("legend.title");
    // It may have to be scrolled, by the keyboard too.
    const region = { id: BODY_ID, role: "region", "aria-label": name, tabindex: 0 };
    const body = h("div", { class: "legend-body", attrs: region });
    const attrs = { type: "button", "aria-controls": BODY_ID };
    const title = h("button", { class: "legend-title", attrs }, name);
    const fold = (isFolded: boolean) => {
      if (!isFolded && body.childElementCount === 0) body.append(...sections(this.texts));
      body.toggleAttribute("hidden", isFolded);
      title.setAttribute("aria-expanded", String(!isFolded));
    };
    const box = h("div", { class: "legend" }, title, body);
    title.addEventListener("click", () => fold(!body.hasAttribute("hidden")));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || body.hasAttribute("hidden")) return;
      fold(true);
      title.focus();
      event.stopPropagation();
    });
    fold(true);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  }
}
