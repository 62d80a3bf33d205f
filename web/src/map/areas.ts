/** What approximate places stand for: soft areas under the symbols, and the area of the item whose card is open. */

import L from "leaflet";
import type { Item } from "../types";
import type { Mark } from "./clusters";

/** Smaller than this across, an area would be hidden by the symbol in its middle. */
const LEAST_PX = 60;
/** A wider area says nothing on a map of communes; it is drawn only for the item whose card is open. */
const MOST_M = 10_000;
/** More areas than this in sight would say nothing either. */
const MOST = 40;
/** Items nearer than this, in degrees (about a metre), lie at one place. */
const SAME_PLACE_DEG = 0.00001;
const EXACT_HALO_M = 30;
const EQUATOR_M = 40_075_016.686;
const TILE_PX = 256;
const PANE = "areas";
/** Above communes and zones (360), below the marked item (400). */
const DEPTH = "380";

type LatLng = [number, number];

interface Area {
  centre: LatLng;
  radius: number;
}

function pixelsPerMetre(lat: number, zoom: number): number {
  return (TILE_PX * 2 ** zoom) / (EQUATOR_M * Math.cos((lat * Math.PI) / 180));
}

/** The area that a mark stands for: that of one approximate item, or of several at one place. */
export function areaOf({ at, item, group }: Mark): Area | null {
  const radius = (item ? item.properties.uncertainty_m : group.uncertainty) ?? 0;
  const isVague = (item ?? group).approximate && radius > 0 && radius <= MOST_M;
  if (!isVague) return null;
  const [west, south, east, north] = group?.box ?? [0, 0, 0, 0];
  const isOnePlace = east - west < SAME_PLACE_DEG && north - south < SAME_PLACE_DEG;
  return isOnePlace ? { centre: at, radius } : null;
}

export class Areas {
  private readonly map: L.Map;
  private readonly renderer: L.Renderer;
  private readonly circles = new Map<string, L.Circle>();
  private halo: L.Circle | null = null;

  constructor(map: L.Map) {
    this.map = map;
    map.createPane(PANE).style.zIndex = DEPTH;
    this.renderer = L.svg({ pane: PANE, padding: 0.3 });
  }

  /** Draw the areas that these marks stand for, where they are large enough to be seen. */
  draw(marks: Iterable<Mark>): void {
    const areas = [...marks].flatMap((mark) => areaOf(mark) ?? []).filter((area) => this.isWorthDrawing(area));
    const wanted = new Map(areas.slice(0, MOST).map((area) => [`${area.centre} ${area.radius}`, area]));
    for (const [key, circle] of this.circles) {
      if (wanted.has(key)) continue;
      circle.remove();
      this.circles.delete(key);
    }
    for (const [key, area] of wanted) if (!this.circles.has(key)) this.circles.set(key, this.circle(area));
  }

  /** Mark the item whose card is open: the area its point stands for, or a ring around its pin. */
  mark(item: Item | null): void {
    this.halo?.remove();
    this.halo = null;
    if (!item?.point) return;
    const radius = item.approximate ? (item.properties.uncertainty_m ?? 0) : EXACT_HALO_M;
    const className = item.approximate ? "halo halo-approximate" : "halo";
    this.halo = L.circle(item.point, { radius, className, interactive: false, renderer: L.svg() });
    this.halo.addTo(this.map);
  }

  private isWorthDrawing({ centre, radius }: Area): boolean {
    return 2 * radius * pixelsPerMetre(centre[0], this.map.getZoom()) >= LEAST_PX;
  }

  private circle({ centre, radius }: Area): L.Circle {
    const options = { radius, className: "vague-area", interactive: false, pane: PANE, renderer: this.renderer };
    return L.circle(centre, options).addTo(this.map);
  }
}
