/** What Folium's script calls: declare the basemap and the layers, then `panel` starts the page. */

import "leaflet/dist/leaflet.css";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/layout.css";
import "./styles/panel.css";
import "./styles/list.css";
import "./styles/card.css";
import "./styles/map.css";
import "./styles/markers.css";
import { App, type DeclaredLayer } from "./app";
import { Texts } from "./i18n";
import {
  addRaster,
  addVectors,
  localiseControls,
  type RasterOptions,
  type VectorOptions,
} from "./map/basemap";
import type L from "./map/leaflet";
import { drawSovereignty } from "./map/sovereignty";
import type { Config } from "./types";

const declared: DeclaredLayer[] = [];
let config: Config | undefined;

function readConfig(): Config {
  config ??= JSON.parse(document.getElementById("ocopmap-config")?.textContent ?? "") as Config;
  return config;
}

/** Add raster tiles as the basemap. */
export function rasterBasemap(map: L.Map, options: RasterOptions): void {
  addRaster(map, options);
}

/** Add the vector tiles of a PMTiles file as the basemap. */
export function vectorBasemap(map: L.Map, options: VectorOptions): void {
  addVectors(map, options, readConfig().locale);
}

/** Draw and name quần đảo Hoàng Sa and quần đảo Trường Sa. */
export function sovereignty(map: L.Map): void {
  drawSovereignty(map, new Texts(readConfig()));
}

/** Declare a layer of polygons. */
export function polygons(_map: L.Map, layer: DeclaredLayer): void {
  declared.push(layer);
}

/** Declare a layer of points. */
export function points(_map: L.Map, layer: DeclaredLayer): void {
  declared.push(layer);
}

/** Start the page over the layers declared so far. */
export function panel(map: L.Map): void {
  const settings = readConfig();
  localiseControls(map, new Texts(settings));
  new App(map, settings, declared);
}
