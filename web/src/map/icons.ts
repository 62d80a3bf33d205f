/** Markers and groups as elements with a name for screen readers. */

import L from "leaflet";
import { h } from "../dom";
import type { Texts } from "../i18n";
import type { Item } from "../types";
import { type Counts, type Group, type Kind, KINDS } from "./clusters";
import { ring } from "./ring";
import { symbolOf } from "./symbols";

/** The symbol with a margin that makes it easy to hit with a finger. */
const MARKER_PX = 44;
const PIN_TIP_PX = 46;
/** How large a group is drawn, by the number that must fit into it. */
const GROUP_PX = [46, 50, 56, 64];

class NamedIcon extends L.DivIcon {
  private readonly content: Element[];
  private readonly label: string;

  constructor(options: L.DivIconOptions, label: string, ...content: Element[]) {
    super(options);
    this.label = label;
    this.content = content;
  }

  override createIcon(): HTMLElement {
    const element = super.createIcon();
    element.replaceChildren(...this.content);
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

const HOLDS: Record<Kind, string> = {
  "5": "map.holds_5",
  "4": "map.holds_4",
  "3": "map.holds_3",
  unknown: "map.holds_unknown",
  producer: "map.holds_producer",
  craft_village: "map.holds_craft_village",
  tourism_point: "map.holds_tourism_point",
  sales_point: "map.holds_sales_point",
};

/** How many of each star and of each layer: "4 sản phẩm 4 sao", "1 điểm bán". */
export function spokenCounts(counts: Counts, texts: Texts): string[] {
  return KINDS.filter((kind) => counts[kind] > 0).map((kind) => texts.count(HOLDS[kind], counts[kind]));
}

function spokenGroup({ counts, total }: Group, texts: Texts): string {
  return `${texts.count("map.cluster", total)}: ${spokenCounts(counts, texts).join(", ")}`;
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
  return new NamedIcon(options, spokenName(item, texts), symbolOf(item));
}

/** Icon of a group: how many items, with the mix of their stars around it. */
export function groupIcon(group: Group, texts: Texts): L.DivIcon {
  const number = texts.number(group.total);
  const size = GROUP_PX[Math.min(String(group.total).length, GROUP_PX.length) - 1] ?? MARKER_PX;
  const options: L.DivIconOptions = {
    className: group.approximate ? "cluster cluster-approximate" : "cluster",
    iconSize: [size, size],
    tooltipAnchor: [0, -size / 2],
  };
  const figure = h("span", { class: "cluster-number" }, number);
  return new NamedIcon(options, spokenGroup(group, texts), ring(group.counts), figure);
}
