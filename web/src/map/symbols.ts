/** One shape and glyph per layer, so that colour is never the only difference. All in a 32 by 32 box. */

import { svg } from "../dom";
import type { Item, Layer } from "../types";

const SHAPES: Record<Layer, string> = {
  product: "M16 2a14 14 0 1 1 0 28a14 14 0 1 1 0-28Z",
  producer: "M6 3h20a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z",
  craft_village: "M16 1.5 30.5 16 16 30.5 1.5 16Z",
  tourism_point: "M9 3h14l7.5 13L23 29H9L1.5 16Z",
  sales_point: "M16 2 30 13l-4 16H6L2 13Z",
  zone: "M3 7h26v18H3Z",
  commune: "M4 6l10-3 9 4 6-2-2 21-10 3-8-4-6 2Z",
};

const GLYPHS: Partial<Record<Layer, string>> = {
  producer: "M9 23V13l5 3v-3l5 3V9h4v14Z",
  craft_village: "M11 12h10l-1.5 10h-7ZM13 9h6M12 15.5h8M12.5 18.5h7",
  tourism_point: "M8 17c4-1 6-3 8-8 2 5 4 7 8 8-3 3-5 4-8 4s-5-1-8-4ZM10 23.5h12",
  sales_point: "M10 14h12l-1.5 9h-9ZM12.5 14l2-5M19.5 14l-2-5",
  zone: "M7 21l5-9M13 21l5-9M19 21l5-9",
};

/** Stars of a symbol that stands for a whole layer. */
export const ANY_STARS = -1;

function starText(stars: number | null): SVGElement {
  const text = stars === ANY_STARS ? "★" : `${stars ?? "?"}${stars === null ? "" : "★"}`;
  return svg(
    "text",
    { x: 16, y: 16, "text-anchor": "middle", "dominant-baseline": "central", class: "symbol-text" },
    text,
  );
}

function inside(layer: Layer, stars: number | null): SVGElement | null {
  if (layer === "product") return starText(stars);
  const glyph = GLYPHS[layer];
  return glyph ? svg("path", { d: glyph, class: "symbol-glyph" }) : null;
}

/** The symbol of a layer, or of a product's stars, that takes its colours from CSS; decorative for screen readers. */
export function symbol(layer: Layer, stars: number | null = ANY_STARS, approximate = false): SVGElement {
  const rank = layer === "product" && stars !== ANY_STARS && `symbol-stars-${stars ?? "unknown"}`;
  const classes = ["symbol", `symbol-${layer}`, rank, approximate && "symbol-approximate"];
  return svg(
    "svg",
    {
      viewBox: "0 0 32 32",
      class: classes.filter(Boolean).join(" "),
      "aria-hidden": "true",
      focusable: "false",
    },
    svg("path", { d: SHAPES[layer], class: "symbol-shape" }),
    inside(layer, stars),
  );
}

/** The symbol of one item: its stars where it is a product, its dashed form where its place is approximate. */
export function symbolOf(item: Item): SVGElement {
  return symbol(item.layer, item.properties.stars, item.point !== null && item.approximate);
}
