/** What Folium's script calls on every page with a map: the basemap and the two archipelagos. */

import type L from "leaflet";
import { Texts } from "./i18n";
import { addRaster, addVectors, type RasterOptions, type VectorOptions } from "./map/basemap";
import { drawSovereignty } from "./map/sovereignty";
import { pause } from "./pause";
import type { Config } from "./types";

let config: Config | undefined;
let texts: Texts | undefined;

export function readConfig(): Config {
  config ??= JSON.parse(document.getElementById("ocopmap-config")?.textContent ?? "") as Config;
  return config;
}

export function readTexts(): Texts {
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
