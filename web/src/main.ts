/** What Folium's script calls: declare the basemap and the layers, then `panel` starts the page. */

import "leaflet/dist/leaflet.css";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/common.css";
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
import { pause } from "./pause";
import type { Config } from "./types";

const declared: DeclaredLayer[] = [];
let config: Config | undefined;
let texts: Texts | undefined;

function readConfig(): Config {
  config ??= JSON.parse(document.getElementById("ocopmap-config")?.textContent ?? "") as Config;
  return config;
}

function readTexts(): Texts {
  texts ??= new Texts(readConfig());
  return texts;
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
export async function sovereignty(map: L.Map): Promise<void> {
  await pause();
  drawSovereignty(map, readTexts());
}

/** Declare a layer of polygons. */
export function polygons(_map: L.Map, layer: DeclaredLayer): void {
  declared.push(layer);
}

/** Declare a layer of points. */
export function points(_map: L.Map, layer: DeclaredLayer): void {
  declared.push(layer);
}

/** Start the page over the layers declared so far, in steps. */
export async function panel(map: L.Map): Promise<void> {
  localiseControls(map, readTexts());
  // For rescue.js: what was too old for the page has failed by now.
  document.documentElement.dataset.started = "";
  await pause();
  const app = new App(map, readConfig(), readTexts(), declared);
  await pause();
  app.start();
}
