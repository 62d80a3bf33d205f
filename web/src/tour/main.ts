/** What Folium's script calls on the page of a tour: declare the basemap and the layers, then `tour` starts it. */

import "leaflet/dist/leaflet.css";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/common.css";
import "../styles/layout.css";
import "../styles/panel.css";
import "../styles/list.css";
import "../styles/card.css";
import "../styles/map.css";
import "../styles/markers.css";
import "./styles/page.css";
import "./styles/list.css";
import "./styles/beside.css";
import "./styles/map.css";
import "./styles/screens.css";
import "./styles/print.css";
import type L from "leaflet";
import type { DeclaredLayer } from "../data/loader";
import { addControls } from "../map/basemap";
import { readConfig, readTexts } from "../pageparts";
import { pause } from "../pause";
import { TourApp } from "./app";
import type { TourConfig } from "./config";
import "../offline/register";

export { begin } from "../begin";
export { rasterBasemap, sovereignty, vectorBasemap } from "../pageparts";

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
export async function tour(map: L.Map): Promise<void> {
  await pause();
  addControls(map, readTexts());
  await pause();
  const app = new TourApp(map, readConfig() as TourConfig, readTexts(), declared);
  await pause();
  app.start();
}
