/** What lies under everything: raster tiles, vector tiles, or nothing; without it the map stays usable. */

import L from "leaflet";
import { h } from "../dom";
import type { Texts } from "../i18n";
import type { Config } from "../types";

export interface RasterOptions {
  url: string;
  attribution: string;
}

export interface VectorOptions {
  /** Address of a PMTiles file. */
  url: string;
  attribution: string;
  /** Address of the script that draws it (vector.ts). */
  script: string;
}

declare global {
  interface Window {
    ocopmap_basemap?: typeof import("./vector");
  }
}

/** Text as Leaflet wants attributions: it writes them with innerHTML. */
export function escaped(text: string): string {
  return h("span", {}, text).innerHTML;
}

/** Add tiles; communes become see-through once a first tile has come. */
function put(map: L.Map, tiles: L.GridLayer): void {
  tiles.once("tileload", () => map.getContainer().classList.add("has-basemap"));
  tiles.addTo(map);
}

export function addRaster(map: L.Map, { url, attribution }: RasterOptions): void {
  const options = { maxZoom: map.getMaxZoom(), className: "basemap", attribution: escaped(attribution) };
  put(map, L.tileLayer(url, options));
}

/** Load the script that draws vector tiles, then add them in the colours of the page, light or dark. */
export function addVectors(map: L.Map, options: VectorOptions, locale: Config["locale"]): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const attribution = escaped(options.attribution);
  let shown: L.GridLayer | null = null;
  const show = async () => {
    const tiles = await window.ocopmap_basemap?.vectorTiles(options.url, locale, dark.matches).catch(() => null);
    shown?.remove();
    shown = tiles ?? null;
    if (!tiles) return;
    tiles.options.attribution = attribution;
    put(map, tiles);
  };
  const script = h("script", { attrs: { src: options.script }, on: { load: () => void show() } });
  dark.addEventListener("change", () => void show());
  document.head.append(script);
}

/** Add the zoom buttons and the scale; leave out what Leaflet says of itself but its name. */
export function addControls(map: L.Map, texts: Texts): void {
  map.attributionControl?.setPrefix("Leaflet");
  L.control.scale().addTo(map);
  const titles = { zoomInTitle: texts.t("map.zoom_in"), zoomOutTitle: texts.t("map.zoom_out") };
  L.control.zoom({ position: "topright", ...titles }).addTo(map);
}
