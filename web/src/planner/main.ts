/** What Folium's script calls on the planners' map: declare the basemap and the communes, then `planner` starts it. */

import "leaflet/dist/leaflet.css";
import "../styles/map.css";
import "./ramps.css";
import "./planner.css";
import "./drawn.css";
import "./area.css";
import type L from "leaflet";
import { Texts } from "../i18n";
import { addRaster, addVectors, addControls, type RasterOptions, type VectorOptions } from "../map/basemap";
import { drawSovereignty } from "../map/sovereignty";
import { PlannerApp } from "./app";
import type { PlannerConfig } from "./types";

export { begin } from "../begin";

const config = JSON.parse(document.getElementById("ocopmap-config")?.textContent ?? "") as PlannerConfig;
const texts = new Texts(config);
let communesUrl = "";

/** Add raster tiles as the basemap. */
export function rasterBasemap(map: L.Map, options: RasterOptions): void {
  addRaster(map, options);
}

/** Add the vector tiles of a PMTiles file as the basemap. */
export function vectorBasemap(map: L.Map, options: VectorOptions): void {
  addVectors(map, options, config.locale);
}

/** Draw and name quần đảo Hoàng Sa and quần đảo Trường Sa. */
export function sovereignty(map: L.Map): void {
  drawSovereignty(map, texts);
}

/** Declare the communes. */
export function polygons(_map: L.Map, { url }: { url: string }): void {
  communesUrl = url;
}

/** Start the page. */
export function planner(map: L.Map): void {
  addControls(map, texts);
  void new PlannerApp(map, config, texts, communesUrl).start();
}
