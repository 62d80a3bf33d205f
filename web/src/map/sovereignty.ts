/** Quần đảo Hoàng Sa and quần đảo Trường Sa: drawn and named at every zoom, whatever the basemap says. */

import L from "leaflet";
import geodata from "../../../geodata/sovereignty.geojson?raw";
import { h } from "../dom";
import type { Texts } from "../i18n";
import { whenIdle } from "../pause";

type Archipelago = "hoang_sa" | "truong_sa";

interface IslandProperties {
  kind: "area" | "label" | "island";
  archipelago: Archipelago;
  name?: string;
  /** The name goes above the island, where one below would meet its neighbour's. */
  above?: boolean;
}

type IslandFeature = GeoJSON.Feature<GeoJSON.Polygon | GeoJSON.Point, IslandProperties>;

const PANE = "sovereignty";
/** Above everything drawn (400), below the markers (600). */
const DEPTH = "450";
const ISLAND_NAMES_ZOOM = 9;
const ARCHIPELAGOS: Archipelago[] = ["hoang_sa", "truong_sa"];
const features = (JSON.parse(geodata) as { features: IslandFeature[] }).features;

/** A name that breaks only before "(Việt Nam)". */
function unbroken(text: string): HTMLElement {
  const [name = "", country] = text.split(/ (?=\()/);
  const part = (words: string) => h("span", { class: "unbroken" }, words);
  return country ? h("span", {}, part(name), " ", part(country)) : part(name);
}

function label(className: string, text: string, place: L.LatLngExpression): L.Marker {
  const icon = L.divIcon({ className, html: unbroken(text), iconSize: [180, 36] });
  return L.marker(place, { icon, pane: PANE, interactive: false, keyboard: false });
}

function draw(feature: IslandFeature, texts: Texts, renderer: L.Renderer): L.Layer[] {
  const { kind, archipelago, name = "", above } = feature.properties;
  if (feature.geometry.type === "Polygon") {
    return [
      L.geoJSON(feature, {
        style: { className: "sovereign-area", interactive: false, pane: PANE, renderer },
      }),
    ];
  }
  const [lng = 0, lat = 0] = feature.geometry.coordinates;
  if (kind === "label") return [label("sovereign-label", texts.t(`sovereignty.${archipelago}`), [lat, lng])];
  const dot = { radius: 3, className: "sovereign-island", interactive: false, pane: PANE, renderer };
  return [
    L.circleMarker([lat, lng], dot),
    label(above ? "sovereign-name above" : "sovereign-name", name, [lat, lng]),
  ];
}

function boundsOf(archipelago: Archipelago): L.LatLngBounds {
  const area = features.find(
    ({ properties }) => properties.kind === "area" && properties.archipelago === archipelago,
  );
  return L.geoJSON(area).getBounds();
}

/** The corner inset that is always in sight: both names, each a button that flies there. */
function inset(map: L.Map, texts: Texts): L.Control {
  const control = new L.Control({ position: "bottomright" });
  control.onAdd = () => {
    const buttons = ARCHIPELAGOS.map((archipelago) => {
      const fly = () => map.fitBounds(boundsOf(archipelago), { padding: [20, 20] });
      const full = h("span", { class: "sovereign-full" }, unbroken(texts.t(`sovereignty.${archipelago}`)));
      const short = h("span", { class: "sovereign-short" }, unbroken(texts.t(`sovereignty.short.${archipelago}`)));
      const attrs = { type: "button", "aria-label": texts.t(`sovereignty.${archipelago}`) };
      return h("button", { attrs, on: { click: fly } }, full, short);
    });
    const box = h("div", { class: "sovereign-inset", attrs: { role: "group" } }, ...buttons);
    box.setAttribute("aria-label", texts.t("sovereignty.title"));
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  return control;
}

/** Draw the archipelagos on the map for good; there is no switch for them. */
export function drawSovereignty(map: L.Map, texts: Texts): void {
  map.createPane(PANE).style.zIndex = DEPTH;
  const renderer = L.svg({ pane: PANE, padding: 0.5 });
  const add = (feature: IslandFeature) => draw(feature, texts, renderer).forEach((layer) => layer.addTo(map));
  const toggle = () => map.getContainer().classList.toggle("map-islands", map.getZoom() >= ISLAND_NAMES_ZOOM);
  map.on("zoomend", toggle);
  toggle();
  inset(map, texts).addTo(map);
  const isIsland = ({ properties }: IslandFeature) => Number(properties.kind === "island");
  void whenIdle([...features].sort((a, b) => isIsland(a) - isIsland(b)), add);
}
