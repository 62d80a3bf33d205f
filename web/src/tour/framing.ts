/** What of the map is in view: all of the tour, also once the map has another size, until somebody moves it. */

import L from "leaflet";

/** Room for a mark at the edge; more on a large map. */
const LEAST_MARGIN_PX = 24;
const MOST_MARGIN_PX = 48;
const MARGIN = 0.1;
const MAX_ZOOM = 14;
const SLACK_PX = 8;

export class Framing {
  private readonly map: L.Map;
  /** What is to be seen now. */
  private readonly bounds: () => L.LatLngBounds;
  /** What was last put in the middle; null while it is being put there. */
  private framed: { center: L.LatLng; zoom: number } | null = null;

  constructor(map: L.Map, bounds: () => L.LatLngBounds) {
    this.map = map;
    this.bounds = bounds;
    map.on("resize", () => {
      if (this.isUntouched) this.fit();
    });
  }

  fit(): void {
    const { map } = this;
    this.framed = null;
    map.invalidateSize({ animate: false });
    const { x, y } = map.getSize();
    const margin = Math.min(MOST_MARGIN_PX, Math.max(LEAST_MARGIN_PX, MARGIN * Math.min(x, y)));
    const bounds = this.bounds();
    // A map behind another screen has no size: its middle is kept, and how near it is found when it has one.
    if (y > 2 * margin) map.fitBounds(bounds, { animate: false, maxZoom: MAX_ZOOM, padding: [margin, margin] });
    else map.setView(bounds.getCenter(), map.getZoom() || map.getMinZoom(), { animate: false });
    this.framed = { center: map.getCenter(), zoom: map.getZoom() };
  }

  /** Whether all of it is in view. */
  get isWhole(): boolean {
    return this.map.getBounds().contains(this.bounds());
  }

  private get isUntouched(): boolean {
    const { framed, map } = this;
    if (!framed || framed.zoom !== map.getZoom()) return false;
    return map.latLngToContainerPoint(framed.center).distanceTo(map.getSize().divideBy(2)) < SLACK_PX;
  }
}
