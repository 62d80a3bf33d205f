/** The tour on the map: numbered stops and the way between them; straight lines look like no road. */

import L from "leaflet";
import type { Point } from "../data/distance";
import { h, svg } from "../dom";
import type { Texts } from "../i18n";
import { escaped } from "../map/basemap";
import type { PlanFerry, PlanLeg } from "./plan";
import { decoded } from "./polyline";

const PANE = "tour";
/** Above areas and the marked item (400), below the names of the archipelagos (450). */
const DEPTH = "420";
const MARKER_PX = 40;
const FERRY_PX = 30;
/** A boat on water. */
const BOAT = "M4 14.5h16l-2.2 4H6.2ZM7 14.5V9.5h8.5l2.5 5M10 9.5V6M3 21.5q2.25-1.5 4.5 0t4.5 0 4.5 0 4.5 0";

/** Where a stop is drawn, and how. */
export interface Mark {
  point: Point;
  /** What stands in it: its number, or a letter for start and end. */
  label: string;
  name: string;
  isUnfit: boolean;
  choose(): void;
}

export class Route {
  private readonly texts: Texts;
  private readonly renderer: L.Renderer;
  private readonly ways = L.layerGroup();
  private readonly marks = L.layerGroup();
  /** What the tour extends over; null for one without places. */
  bounds: L.LatLngBounds | null = null;

  constructor(map: L.Map, texts: Texts) {
    this.texts = texts;
    map.createPane(PANE).style.zIndex = DEPTH;
    this.renderer = L.svg({ pane: PANE, padding: 0.5 });
    this.ways.addTo(map);
    this.marks.addTo(map);
  }

  /** Draw the stops, and straight lines between them until the way is known. */
  drawWaiting(marks: readonly Mark[]): void {
    this.drawMarks(marks);
    this.ways.clearLayers();
    const points = marks.map(({ point }) => point);
    if (points.length > 1) this.line(points, "way way-waiting");
  }

  /** @param credit whose the roads are: the map says so as long as they are drawn, whatever lies under them. */
  draw(marks: readonly Mark[], legs: readonly PlanLeg[], credit: string): void {
    this.drawMarks(marks);
    this.ways.clearLayers();
    for (const leg of legs) this.drawLeg(leg, credit);
  }

  private drawLeg({ geometry, straight, ferries }: PlanLeg, credit: string): void {
    const points = decoded(geometry);
    if (straight) {
      this.line(points, "way way-straight");
      return;
    }
    this.line(points, "way way-case");
    this.line(points, "way way-road", escaped(credit));
    for (const ferry of ferries) this.drawFerry(ferry, points.slice(ferry.first, ferry.last + 1));
    for (const point of points) this.bounds?.extend(point);
  }

  /** A ferry looks like no road, and a boat in its middle says which one it is. */
  private drawFerry({ name }: PlanFerry, points: Point[]): void {
    this.line(points, "way way-ferry");
    const said = name ?? this.texts.t("tour.ferry_unnamed");
    const html = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: BOAT }));
    const icon = L.divIcon({ className: "tour-ferry", html, iconSize: [FERRY_PX, FERRY_PX] });
    const middle = L.latLngBounds(points).getCenter();
    const boat = L.marker(middle, { icon, keyboard: false, zIndexOffset: 1500 });
    boat.bindTooltip(() => h("span", { attrs: { lang: "vi" } }, said), { direction: "top" });
    this.ways.addLayer(boat);
  }

  private line(points: Point[], className: string, attribution = ""): void {
    const options = { className, attribution, interactive: false, pane: PANE, renderer: this.renderer };
    L.polyline(points, options).addTo(this.ways);
  }

  private drawMarks(marks: readonly Mark[]): void {
    this.marks.clearLayers();
    this.bounds = marks.length > 0 ? L.latLngBounds(marks.map(({ point }) => point)) : null;
    for (const mark of marks) this.marks.addLayer(this.marker(mark));
  }

  private marker({ point, label, name, isUnfit, choose }: Mark): L.Marker {
    const html = h("span", { class: "tour-mark-label" }, label);
    const kind = isUnfit ? " tour-mark-unfit" : /\d/.test(label) ? "" : " tour-mark-terminal";
    const className = `tour-mark${kind}`;
    const icon = L.divIcon({ className, html, iconSize: [MARKER_PX, MARKER_PX] });
    const marker = L.marker(point, { icon, zIndexOffset: 2000, riseOnHover: true });
    marker.bindTooltip(() => h("span", { attrs: { lang: "vi" } }, name), { direction: "top" });
    marker.on("click", choose);
    marker.on("keypress", (event) => {
      const { key } = (event as L.LeafletKeyboardEvent).originalEvent;
      if (key === "Enter" || key === " ") choose();
    });
    marker.on("add", () => {
      const said = this.texts.t("tour.mark", { label, name });
      marker.getElement()?.setAttribute("aria-label", said);
    });
    return marker;
  }
}
