/** Names of communes on the map: the larger first, none over another or under a mark. */

import L from "leaflet";
import { h } from "../dom";
import type { Steps } from "../pause";
import type { Item } from "../types";
import type { Mark } from "./clusters";

const LEAST_ZOOM = 10;
const LINE_PX = 18;
const GAP_PX = 6;
/** Half of what a mark takes up; and how far a name moves down or up to stand clear of one. */
const MARK_PX = 24;
const SHIFTS = [0, 36, -36];
const PANE = "names";
/** Above the areas (380), below the marked item (400). */
const DEPTH = "390";
const FONT = '600 13px "Be Vietnam Pro", sans-serif';

type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

interface Shape {
  /** Centroid of the largest part. */
  at: [lat: number, lng: number];
  /** In square degrees; only compared. */
  area: number;
}

/** Centroid and area of a ring, by the shoelace formula. */
function shapeOfRing(ring: GeoJSON.Position[]): Shape {
  let [twice, sumX, sumY] = [0, 0, 0];
  const [originX = 0, originY = 0] = ring[0] ?? [];
  ring.forEach(([bx = 0, by = 0], index) => {
    const [ax = 0, ay = 0] = ring[index - 1] ?? ring.at(-1) ?? [];
    const [x1, y1, x2, y2] = [ax - originX, ay - originY, bx - originX, by - originY];
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    sumX += (x1 + x2) * cross;
    sumY += (y1 + y2) * cross;
  });
  if (twice === 0) return { at: [originY, originX], area: 0 };
  return { at: [originY + sumY / (3 * twice), originX + sumX / (3 * twice)], area: Math.abs(twice / 2) };
}

/** Where the name of a polygon stands and how large it is; null for what is no polygon. */
export function shapeOf(geometry: GeoJSON.Geometry | null): Shape | null {
  if (geometry?.type === "Polygon") return shapeOfRing(geometry.coordinates[0] ?? []);
  if (geometry?.type !== "MultiPolygon") return null;
  const parts = geometry.coordinates.map((rings) => shapeOfRing(rings[0] ?? []));
  return parts.reduce((largest, part) => (part.area > largest.area ? part : largest));
}

function meets([left, top, right, bottom]: Rectangle, [x1, y1, x2, y2]: Rectangle): boolean {
  return left < x2 && right > x1 && top < y2 && bottom > y1;
}

/**
 * Which of each thing's places is free, the first things choosing first: its index, or -1 for none.
 * What is taken from the start is in `taken`.
 */
export function choosePlaces(wishes: Rectangle[][], taken: Rectangle[] = []): number[] {
  const full = [...taken];
  return wishes.map((places) => {
    const free = places.findIndex((place) => !full.some((other) => meets(place, other)));
    const place = places[free];
    if (place) full.push(place);
    return free;
  });
}

interface Name {
  key: string;
  text: string;
  shape: Shape;
  width: number;
  isFaint: boolean;
}

export class Labels {
  private readonly map: L.Map;
  private readonly group: L.LayerGroup;
  private readonly shapes = new Map<string, Shape | null>();
  private readonly drawn = new Map<string, L.Marker>();
  private readonly ruler = document.createElement("canvas").getContext("2d");
  private names: Name[] = [];

  constructor(map: L.Map) {
    this.map = map;
    map.createPane(PANE).style.zIndex = DEPTH;
    this.group = L.layerGroup().addTo(map);
    if (this.ruler) this.ruler.font = FONT;
  }

  /** Set what is named, in steps: these items, then those of the background, faintly. */
  *show(items: Item[], background: Item[]): Steps {
    const front = new Set(items.map((item) => item.key));
    const behind = background.filter((item) => !front.has(item.key));
    const named: Name[] = [];
    for (const item of [...items, ...behind]) {
      named.push(...this.named(item, !front.has(item.key)));
      yield;
    }
    this.names = named.sort((a, b) => Number(a.isFaint) - Number(b.isFaint) || b.shape.area - a.shape.area);
  }

  /** Draw as many names as there is room for beside these marks. */
  draw(marks: Mark[]): void {
    const bounds = this.map.getBounds();
    const isClose = this.map.getZoom() >= LEAST_ZOOM;
    const near = isClose ? this.names.filter(({ shape }) => bounds.contains(shape.at)) : [];
    const taken = marks.map(({ at }) => this.around(at, 0, MARK_PX, MARK_PX));
    const chosen = choosePlaces(near.map((name) => this.places(name)), taken);
    const wanted = new Map(near.flatMap((name, at) => this.placed(name, SHIFTS[chosen[at] ?? -1])));
    for (const [key, marker] of this.drawn) {
      if (wanted.has(key)) continue;
      this.group.removeLayer(marker);
      this.drawn.delete(key);
    }
    for (const [key, { name, shift }] of wanted) {
      if (!this.drawn.has(key)) this.drawn.set(key, this.marker(name, shift));
    }
  }

  private named({ key, geometry, properties: { name: text } }: Item, isFaint: boolean): Name[] {
    if (!this.shapes.has(key)) this.shapes.set(key, shapeOf(geometry));
    const shape = this.shapes.get(key);
    const width = Math.ceil(this.ruler?.measureText(text).width ?? text.length * 8);
    return shape ? [{ key, text, shape, width, isFaint }] : [];
  }

  private around(at: L.LatLngTuple, shift: number, halfWidth: number, halfHeight: number): Rectangle {
    const { x, y } = this.map.latLngToContainerPoint(at);
    return [x - halfWidth, y + shift - halfHeight, x + halfWidth, y + shift + halfHeight];
  }

  private places({ shape, width }: Name): Rectangle[] {
    return SHIFTS.map((shift) => this.around(shape.at, shift, (width + GAP_PX) / 2, (LINE_PX + GAP_PX) / 2));
  }

  private placed(name: Name, shift?: number): [string, { name: Name; shift: number }][] {
    return shift === undefined ? [] : [[`${name.key} ${shift} ${name.isFaint}`, { name, shift }]];
  }

  private marker({ text, width, shape, isFaint }: Name, shift: number): L.Marker {
    const html = h("span", { attrs: { lang: "vi" } }, text);
    const className = isFaint ? "place-label shape-faint" : "place-label";
    const iconAnchor: L.PointTuple = [width / 2, LINE_PX / 2 - shift];
    const icon = L.divIcon({ className, html, iconSize: [width, LINE_PX], iconAnchor });
    const marker = L.marker(shape.at, { icon, interactive: false, keyboard: false, pane: PANE });
    this.group.addLayer(marker);
    return marker;
  }
}
