/** Where the visitor stands: a dot, and a circle for how far off it may be. */

import L from "leaflet";
import type { Texts } from "../i18n";

const DOT_PX = 22;

export class Position {
  private readonly map: L.Map;
  private readonly texts: Texts;
  private readonly group = L.layerGroup();

  constructor(map: L.Map, texts: Texts) {
    this.map = map;
    this.texts = texts;
  }

  /** Show a place (latitude, longitude) known to within `accuracyM` metres; null takes it away. */
  show(point: [number, number] | null, accuracyM: number, name: string): void {
    this.group.clearLayers();
    if (!point) {
      this.group.remove();
      return;
    }
    const circle = { radius: accuracyM, className: "position-area", interactive: false, renderer: L.svg() };
    if (accuracyM > 0) this.group.addLayer(L.circle(point, circle));
    this.group.addLayer(this.dot(point, name));
    this.group.addTo(this.map);
  }

  private dot(point: [number, number], name: string): L.Marker {
    const icon = L.divIcon({ className: "position-dot", iconSize: [DOT_PX, DOT_PX] });
    const marker = L.marker(point, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 });
    marker.on("add", () => {
      const element = marker.getElement();
      element?.setAttribute("role", "img");
      element?.setAttribute("aria-label", name || this.texts.t("map.position"));
    });
    return marker;
  }
}
