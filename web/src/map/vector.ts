/** Vector tiles of a PMTiles file: a script of its own, loaded only where such a basemap is set. */

import type L from "leaflet";
import { PMTiles } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";

/**
 * The tiles of a file at `url`, names in `language` where the file has them. Fails when the file cannot be read.
 * Beyond the file's deepest zoom its last tiles are drawn larger.
 */
export async function vectorTiles(url: string, language: string, isDark: boolean): Promise<L.GridLayer> {
  const archive = new PMTiles(new URL(url, location.href).href);
  const { maxZoom } = await archive.getHeader();
  const options = { url: archive, maxDataZoom: maxZoom, lang: language, flavor: isDark ? "dark" : "light" };
  // The types of protomaps-leaflet name a pmtiles and a Leaflet of their own.
  return leafletLayer(options as unknown as Parameters<typeof leafletLayer>[0]) as unknown as L.GridLayer;
}
