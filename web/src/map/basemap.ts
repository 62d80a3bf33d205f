import type { Texts } from "../i18n";
import L from "./leaflet";

export interface BasemapOptions {
  url: string;
  attribution: string;
  maxZoom?: number;
}

/** Add the raster basemap; when its tiles do not come the map stays usable without a word. */
export function addBasemap(map: L.Map, options: BasemapOptions): void {
  const tiles = L.tileLayer(options.url, { maxZoom: options.maxZoom ?? 19, className: "basemap" });
  // A text node made into markup: Leaflet writes attributions with innerHTML.
  const text = document.createElement("span");
  text.textContent = options.attribution;
  tiles.options.attribution = text.innerHTML;
  tiles.once("tileload", () => map.getContainer().classList.add("has-basemap"));
  tiles.addTo(map);
}

/** Replace Folium's English zoom buttons and Leaflet's prefix by our own. */
export function localiseControls(map: L.Map, texts: Texts): void {
  map.attributionControl?.setPrefix("Leaflet");
  map.zoomControl?.remove();
  const titles = { zoomInTitle: texts.t("map.zoom_in"), zoomOutTitle: texts.t("map.zoom_out") };
  L.control.zoom({ position: "topright", ...titles }).addTo(map);
}
