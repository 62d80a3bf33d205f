/** What the planners' map draws: communes in their classes, hexagons, lines to raw material, an area. */

import L from "leaflet";
import { noNames, toItem } from "../data/items";
import { h, svg } from "../dom";
import { Labels } from "../map/labels";
import { atOnce } from "../pause";
import type { Box, Collection, Feature } from "../types";
import type { PlannerState } from "./state";
import type { Flow, Flows, Hexagons } from "./types";

const NONE_ID = "planner-none";
/** Above the basemap (200), each on the one before. */
const DEPTHS = { communes: "350", hexagons: "360", flows: "370", area: "380" };
const MARGIN_PX = 16;

type Depth = keyof typeof DEPTHS;

/** Slanted lines for what is not known: no shade of the ramp, and told apart without colour. */
function hatch(): SVGElement {
  const box = { id: NONE_ID, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const ground = svg("rect", { width: 7, height: 7, class: "none-ground" });
  const pattern = svg("pattern", box, ground, svg("path", { d: "M0 0V7", class: "none-line" }));
  return svg("svg", { class: "defs", "aria-hidden": "true" }, svg("defs", {}, pattern));
}

export class PlannerScene {
  readonly map: L.Map;
  private readonly renderers: Record<Depth, L.SVG>;
  private readonly shapes = new Map<string, L.GeoJSON>();
  private readonly labels: Labels;
  private readonly hexagons = L.layerGroup();
  private readonly flows = L.layerGroup();
  private readonly area = L.layerGroup();
  private marked: string | null = null;

  constructor(map: L.Map) {
    this.map = map;
    document.body.append(hatch());
    const panes = (Object.keys(DEPTHS) as Depth[]).map((depth) => {
      map.createPane(depth).style.zIndex = DEPTHS[depth];
      return [depth, L.svg({ pane: depth, padding: 0.3 })] as const;
    });
    this.renderers = Object.fromEntries(panes) as Record<Depth, L.SVG>;
    this.labels = new Labels(map);
    for (const group of [this.hexagons, this.flows, this.area]) group.addTo(map);
    map.on("moveend", () => this.labels.draw([]));
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  }

  /** Take up the communes; `open` is called with the code of one that is clicked. */
  setCommunes(collection: Collection, open: (code: string) => void): void {
    const items = collection.features.map((feature: Feature) => toItem(feature, noNames()));
    for (const item of items) {
      if (item.geometry === null) continue;
      const shape = L.geoJSON(item.geometry, { style: this.style("communes", "area area-none"), pane: "communes" });
      shape.on("click", () => open(item.id));
      this.shapes.set(item.id, shape.addTo(this.map));
    }
    atOnce(this.labels.show(items, []));
    this.labels.draw([]);
  }

  /** Colour every commune; null leaves outlines only. `tell` gives the words beside the pointer. */
  colour(classNames: Map<string, string> | null, tell: (code: string) => string): void {
    for (const [code, shape] of this.shapes) {
      const name = classNames?.get(code) ?? (classNames ? "area-none" : "area-bare");
      shape.eachLayer((part) => {
        if (!(part instanceof L.Path)) return;
        const element = part.getElement();
        element?.setAttribute("class", `area ${name} leaflet-interactive`);
        element?.setAttribute("fill", name === "area-none" ? `url(#${NONE_ID})` : "none");
        element?.setAttribute("fill-opacity", "1");
      });
      shape.unbindTooltip().bindTooltip(() => h("span", {}, tell(code)), { sticky: true });
    }
    this.mark(this.marked);
  }

  mark(code: string | null): void {
    const toggle = (which: string | null, on: boolean) =>
      this.shapes.get(which ?? "")?.eachLayer((part) => {
        if (!(part instanceof L.Path)) return;
        part.getElement()?.classList.toggle("area-marked", on);
        if (on) part.bringToFront();
      });
    toggle(this.marked, false);
    this.marked = code;
    toggle(code, true);
  }

  showHexagons(found: Hexagons | null, classNameOf: (n: number) => string, tell: (n: number) => string): void {
    this.hexagons.clearLayers();
    for (const { geometry, properties } of found?.features ?? []) {
      const style = this.style("hexagons", `hexagon ${classNameOf(properties.n)}`);
      const shape = L.geoJSON(geometry, { style, pane: "hexagons" });
      this.hexagons.addLayer(shape.bindTooltip(() => h("span", {}, tell(properties.n)), { sticky: true }));
    }
  }

  showFlows(found: Flows | null, tell: (flow: Flow) => string): void {
    this.flows.clearLayers();
    for (const { geometry, properties } of found?.features ?? []) {
      if (properties.km === 0) continue;
      const name = properties.is_linked ? "flow flow-linked" : "flow flow-nearest";
      const line = L.geoJSON(geometry, { style: this.style("flows", name), pane: "flows" });
      this.flows.addLayer(line.bindTooltip(() => h("span", {}, tell(properties)), { sticky: true }));
    }
  }

  /** Show the area that was looked into, and go there; null takes it away. */
  showArea(geometry: GeoJSON.Geometry | null): void {
    this.area.clearLayers();
    if (!geometry) return;
    const style = { ...this.style("area", "asked-area"), interactive: false };
    const shape = L.geoJSON(geometry, { style, pane: "area" });
    this.area.addLayer(shape);
    this.map.fitBounds(shape.getBounds(), { animate: false, padding: [MARGIN_PX, MARGIN_PX] });
  }

  /** Show the corners of an area that is being drawn. */
  showCorners(corners: L.LatLng[]): void {
    this.area.clearLayers();
    const drawn = { ...this.style("area", "drawn-line"), interactive: false };
    if (corners.length > 1) this.area.addLayer(L.polygon(corners, drawn));
    for (const corner of corners) {
      const dot = { ...this.style("area", "drawn-corner"), radius: 5, interactive: false };
      this.area.addLayer(L.circleMarker(corner, dot));
    }
  }

  /** Go to a commune. */
  visit(code: string): void {
    const bounds = this.shapes.get(code)?.getBounds();
    if (bounds) this.map.fitBounds(bounds, { animate: false, maxZoom: 12, padding: [MARGIN_PX, MARGIN_PX] });
  }

  look(view: PlannerState["view"], [west, south, east, north]: Box): void {
    this.map.invalidateSize({ animate: false });
    if (view) this.map.setView([view.lat, view.lng], view.zoom, { animate: false });
    else this.map.fitBounds([[south, west], [north, east]], { animate: false });
  }

  private style(pane: Depth, className: string): L.PathOptions {
    return { pane, className, renderer: this.renderers[pane] };
  }
}
