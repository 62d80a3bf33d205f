import L from "leaflet";
import { h, svg } from "../dom";
import type { Steps } from "../pause";
import type { Item } from "../types";

const HATCH_ID = "ocopmap-hatch";
/** Above the basemap (200), below the area of an approximate place (400); zones lie on communes. */
const DEPTHS = { commune: "350", zone: "360" };

/** A pattern of slanted lines for zones: areas that are named, not surveyed. */
function hatch(): SVGElement {
  const line = svg("path", { d: "M0 0V8", class: "hatch-line" });
  const pattern = {
    id: HATCH_ID,
    width: 8,
    height: 8,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  };
  return svg(
    "svg",
    { class: "defs", "aria-hidden": "true" },
    svg(
      "defs",
      {},
      svg("pattern", pattern, svg("rect", { width: 8, height: 8, class: "hatch-ground" }), line),
    ),
  );
}

/** Polygons of one layer (communes or zones): outlines with a class for each kind of border. */
export class Polygons {
  private readonly group = L.layerGroup();
  private readonly shapes = new Map<string, L.GeoJSON>();
  private readonly pane: string;
  private readonly renderer: L.Renderer;
  private readonly open: (item: Item) => void;
  private marked: string | null = null;

  constructor(map: L.Map, layer: keyof typeof DEPTHS, open: (item: Item) => void) {
    this.open = open;
    this.pane = `${layer}-pane`;
    map.createPane(this.pane).style.zIndex = DEPTHS[layer];
    this.renderer = L.svg({ pane: this.pane, padding: 0.3 });
    if (!document.getElementById(HATCH_ID)) document.body.append(hatch());
    this.group.addTo(map);
  }

  /** Show these items and, faintly, the rest of the background, in steps; what has no geometry is passed over. */
  *show(items: Item[], background: Item[] = []): Steps {
    const front = new Set(items.map((item) => item.key));
    const wanted = new Map([...background, ...items].map((item) => [item.key, item]));
    for (const [key, shape] of this.shapes) if (!wanted.has(key)) this.group.removeLayer(shape);
    for (const item of wanted.values()) {
      if (item.geometry === null) continue;
      this.group.addLayer(this.shape(item));
      this.toggleClass(item.key, "shape-faint", !front.has(item.key));
      yield;
    }
  }

  /** Mark the shape of the item whose card is open. */
  mark(item: Item | null): void {
    this.toggleClass(this.marked, "shape-marked", false);
    this.marked = item?.key ?? null;
    this.toggleClass(this.marked, "shape-marked", true);
  }

  private toggleClass(key: string | null, name: string, on: boolean): void {
    this.shapes.get(key ?? "")?.eachLayer((part) => {
      if (part instanceof L.Path) part.getElement()?.classList.toggle(name, on);
    });
  }

  private shape(item: Item): L.GeoJSON {
    const known = this.shapes.get(item.key);
    if (known) return known;
    const className = ["shape", `shape-${item.layer}`, item.properties.boundary_source ?? ""].join(" ");
    const fill = item.layer === "zone" ? { fillColor: `url(#${HATCH_ID})`, fillOpacity: 1 } : {};
    const path = { className, pane: this.pane, renderer: this.renderer, ...fill };
    const shape = L.geoJSON(item.geometry as GeoJSON.GeoJsonObject, { style: path, pane: this.pane });
    shape.on("click", () => this.open(item));
    const name = () => h("span", { attrs: { lang: "vi" } }, item.properties.name);
    if (item.layer === "zone") shape.bindTooltip(name, { sticky: true });
    this.shapes.set(item.key, shape);
    return shape;
  }
}
