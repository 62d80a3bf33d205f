/** Markers and clusters as elements with a name for screen readers; drawn only when they enter the view. */

import { h, svg } from "../dom";
import type { Texts } from "../i18n";
import type { Item } from "../types";
import L from "./leaflet";
import { symbolOf } from "./symbols";

/** The symbol with a margin that makes it easy to hit with a finger. */
const MARKER_PX = 44;
const PIN_TIP_PX = 46;
const CLUSTER_PX = 46;

class NamedIcon extends L.DivIcon {
  private readonly draw: () => HTMLElement;
  private readonly label: string;

  constructor(options: L.DivIconOptions, label: string, draw: () => HTMLElement) {
    super(options);
    this.label = label;
    this.draw = draw;
  }

  override createIcon(): HTMLElement {
    const element = super.createIcon();
    element.replaceChildren(this.draw());
    element.setAttribute("aria-label", this.label);
    return element;
  }
}

/** What a screen reader says of an item: its layer, name, stars and whether its place is approximate. */
export function spokenName(item: Item, texts: Texts): string {
  const { name, stars } = item.properties;
  const rank = item.layer === "product" && texts.name("stars", String(stars ?? "unknown"));
  const vague = item.approximate && texts.t("map.approximate");
  return [`${texts.name("layer.one", item.layer)}: ${name}`, rank, vague].filter(Boolean).join(", ");
}

/** Icon of one item: a pin whose tip is the place, or a dashed symbol around an approximate place. */
export function itemIcon(item: Item, texts: Texts): L.DivIcon {
  const isPin = !item.approximate;
  const options: L.DivIconOptions = {
    className: isPin ? "marker marker-pin" : "marker",
    iconSize: [MARKER_PX, isPin ? PIN_TIP_PX : MARKER_PX],
    iconAnchor: [MARKER_PX / 2, isPin ? PIN_TIP_PX : MARKER_PX / 2],
    tooltipAnchor: [0, isPin ? -MARKER_PX : -MARKER_PX / 2],
  };
  return new NamedIcon(options, spokenName(item, texts), () => h("div", {}, symbolOf(item)));
}

const RING_KINDS = ["5", "4", "3", "unknown", "place"] as const;

function ringKind(item: Item): (typeof RING_KINDS)[number] {
  if (item.layer !== "product") return "place";
  const stars = String(item.properties.stars ?? "unknown");
  return RING_KINDS.find((kind) => kind === stars) ?? "unknown";
}

/** A ring whose arcs show the mix of stars; its circumference is 100. */
function ring(items: Item[]): SVGElement {
  let start = 0;
  const arcs = RING_KINDS.map((kind) => {
    const share = (100 * items.filter((item) => ringKind(item) === kind).length) / items.length;
    const dashes = `${share} ${100 - share}`;
    const attributes = {
      cx: 20,
      cy: 20,
      r: 15.915,
      "stroke-dasharray": dashes,
      "stroke-dashoffset": 25 - start,
    };
    start += share;
    return share > 0 ? svg("circle", { ...attributes, class: `ring ring-${kind}` }) : null;
  });
  return svg("svg", { viewBox: "0 0 40 40", class: "cluster-ring", "aria-hidden": "true" }, ...arcs);
}

/** Icon of a cluster: how many items, with the mix of their stars around it. */
export function clusterIcon(items: Item[], texts: Texts): L.DivIcon {
  const vague = items.every((item) => item.approximate);
  const options = {
    className: vague ? "cluster cluster-approximate" : "cluster",
    iconSize: L.point(CLUSTER_PX, CLUSTER_PX),
  };
  const number = texts.number(items.length);
  return new NamedIcon(options, texts.count("map.cluster", items.length), () =>
    h("div", {}, ring(items), h("span", { class: "cluster-number" }, number)),
  );
}
