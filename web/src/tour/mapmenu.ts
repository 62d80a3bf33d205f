/** What a tap on the bare map offers: a stop there, the start, the end. */

import L from "leaflet";
import type { Point } from "../data/distance";
import { h } from "../dom";
import type { Texts } from "../i18n";

export type Use = "stop" | "start" | "end";

export function mountMapMenu(map: L.Map, texts: Texts, take: (point: Point, use: Use) => void): void {
  map.on("click", ({ latlng, originalEvent }: L.LeafletMouseEvent) => {
    // A tap on a mark is about what is there; one on a commune is about the place.
    if ((originalEvent.target as Element).closest(".leaflet-marker-icon, .leaflet-control")) return;
    const popup = L.popup({ className: "tour-menu", autoPanPadding: [16, 16] }).setLatLng(latlng);
    const labels: Record<Use, string> = {
      stop: texts.t("tour.add_here"),
      start: texts.t("tour.start_here"),
      end: texts.t("tour.end_here"),
    };
    const buttons = (Object.keys(labels) as Use[]).map((use) => {
      const click = () => {
        popup.remove();
        take([latlng.lat, latlng.lng], use);
      };
      return h("button", { class: "button", attrs: { type: "button" }, on: { click } }, labels[use]);
    });
    popup.setContent(h("div", { class: "tour-menu-body" }, ...buttons)).openOn(map);
  });
}
