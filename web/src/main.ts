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
import type L from "leaflet";
import { App, type DeclaredLayer } from "./app";
import { addControls } from "./map/basemap";
import { readConfig, readTexts } from "./pageparts";
import { pause } from "./pause";

export { begin } from "./begin";
export { rasterBasemap, sovereignty, vectorBasemap } from "./pageparts";

const declared: DeclaredLayer[] = [];

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
  await pause();
  addControls(map, readTexts());
  await pause();
  const app = new App(map, readConfig(), readTexts(), declared);
  await pause();
  await app.start();
}
