/** The map's side of the page: what is drawn, marked and looked at. */

import L from "leaflet";
import type { Texts } from "../i18n";
import { painted, type Steps } from "../pause";
import type { State } from "../state";
import type { Box, Item } from "../types";
import { Areas } from "./areas";
import type { Mark } from "./clusters";
import { Labels } from "./labels";
import { Legend } from "./legend";
import { type PointHandlers, Points } from "./points";
import { Polygons } from "./polygons";
import { Position } from "./position";

const VISIT_ZOOM = 14;
const MARGIN_PX = 48;

function boundsOf([west, south, east, north]: Box): L.LatLngBounds {
  return L.latLngBounds([south, west], [north, east]);
}

/** What must be in sight to see an item: its shape, or the area that its point stands for. */
function extentOf(item: Item, box: Box): L.LatLngBounds {
  const diameter = 2 * (item.properties.uncertainty_m ?? 0);
  return item.point && diameter > 0 ? L.latLng(item.point).toBounds(diameter) : boundsOf(box);
}

export class Scene {
  private readonly map: L.Map;
  private readonly communes: Polygons;
  private readonly zones: Polygons;
  private readonly areas: Areas;
  private readonly labels: Labels;
  private readonly points: Points;
  private readonly position: Position;

  constructor(map: L.Map, texts: Texts, handlers: Omit<PointHandlers, "drawn">) {
    this.map = map;
    this.communes = new Polygons(map, "commune", handlers.open);
    this.zones = new Polygons(map, "zone", handlers.open);
    this.areas = new Areas(map);
    this.labels = new Labels(map);
    this.points = new Points(map, texts, { ...handlers, drawn: (marks) => this.underMarks(marks) });
    this.position = new Position(map, texts);
    // A card that opens or closes beside the map is seen first, and the map fills its new room in the next frame.
    const fill = () => map.invalidateSize({ animate: false });
    new ResizeObserver(() => void painted().then(fill)).observe(map.getContainer());
  }

  addLegend(texts: Texts): void {
    new Legend(texts).addTo(this.map);
  }

  /** Show exactly these items, over the faint outlines of the communes of the background; in steps. */
  *show(items: Item[], background: Item[]): Steps {
    const communes = items.filter((item) => item.layer === "commune");
    yield* this.communes.show(communes, background);
    yield* this.zones.show(items.filter((item) => item.layer === "zone"));
    yield* this.labels.show(communes, background);
    yield* this.points.show(items);
  }

  private underMarks(marks: Mark[]): void {
    this.areas.draw(marks);
    this.labels.draw(marks);
  }

  /** Mark the item whose card is open, or none. */
  mark(item: Item | undefined): void {
    this.areas.mark(item ?? null);
    this.communes.mark(item ?? null);
    this.zones.mark(item ?? null);
  }

  look(view: NonNullable<State["view"]>): void {
    this.map.invalidateSize({ animate: false });
    this.map.setView([view.lat, view.lng], view.zoom, { animate: false });
  }

  fit(box: Box): void {
    this.map.fitBounds(boundsOf(box), { animate: false, padding: [8, 8] });
  }

  /** What the map shows now, in degrees. */
  frame(): Box {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /** Go to an item and show what it extends over. */
  visit(item: Item | undefined): void {
    if (!item?.box) return;
    this.map.invalidateSize({ animate: false });
    const maxZoom = Math.max(this.map.getZoom(), VISIT_ZOOM);
    this.map.fitBounds(extentOf(item, item.box), { maxZoom, padding: [MARGIN_PX, MARGIN_PX] });
  }

  /** Move just enough that an item's point is in sight once the card has taken its room. */
  bringIntoView(item: Item | undefined): void {
    if (!item?.point) return;
    this.map.invalidateSize({ animate: false });
    this.map.panInside(item.point, { padding: [MARGIN_PX, MARGIN_PX] });
  }

  /** Show where the visitor stands, or a place of another name, with how far off it may be; null takes it away. */
  showPosition(point: [number, number] | null, accuracyM = 0, name = ""): void {
    this.position.show(point, accuracyM, name);
  }
}
