/** How far one gets from a stop: areas of 15, 30 and 60 minutes as a layer of the map. */

import L from "leaflet";
import type { Point } from "../data/distance";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { escaped } from "../map/basemap";
import type { Tour } from "./model";

const MINUTES = [15, 30, 60];
/** Above communes (360), below names and the way. */
const PANES = { "reach-areas": "370", "reach-edges": "371" };
const MARGIN_PX = 16;
const TIMEOUT_MS = 20_000;

export interface Reached {
  name: string;
  point: Point;
}

interface Answer extends GeoJSON.FeatureCollection<GeoJSON.MultiPolygon | GeoJSON.Polygon, { minutes: number }> {
  /** Why nothing can be told: in a refusal, or where there are no roads. */
  detail?: string;
  notice?: string | null;
  roads?: { attribution: string };
}

export class Reach {
  private readonly map: L.Map;
  private readonly texts: Texts;
  private readonly api: string;
  private readonly box = one("#tour-reach");
  private readonly renderers: [string, L.Renderer][];
  private readonly areas = L.layerGroup();
  /** The place whose areas are wanted; an answer about another comes too late. */
  private wanted: Reached | null = null;

  constructor(map: L.Map, texts: Texts, api: string) {
    this.map = map;
    this.texts = texts;
    this.api = api;
    this.renderers = Object.entries(PANES).map(([pane, depth]) => {
      map.createPane(pane).style.zIndex = depth;
      return [pane, L.svg({ pane, padding: 0.5 })];
    });
    this.areas.addTo(map);
  }

  /** Fetch and draw what can be reached from a place by the means of the tour. */
  async show(from: Reached, tour: Pick<Tour, "mode" | "ferries">): Promise<void> {
    this.wanted = from;
    this.areas.clearLayers();
    this.say(from.name, this.texts.t("tour.reach_waiting"));
    const answer = await this.fetch(from, tour);
    if (this.wanted !== from) return;
    const { features = [], detail, notice, roads } = answer ?? {};
    if (features.length > 0) this.draw(from, features, roads?.attribution ?? "");
    else this.say(from.name, detail ?? notice ?? this.texts.t("tour.reach_failed"));
  }

  hide(): void {
    this.wanted = null;
    this.areas.clearLayers();
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  private async fetch({ point }: Reached, { mode, ferries }: Pick<Tour, "mode" | "ferries">): Promise<Answer | null> {
    const [lat, lon] = point.map((value) => value.toFixed(5)) as [string, string];
    const query = new URLSearchParams({ lat, lon, minutes: MINUTES.join(","), mode, ferries: String(ferries) });
    const headers = { Accept: "application/geo+json, application/json", "Accept-Language": this.texts.locale };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${this.api}/travel/isochrones?${query}`, { headers, signal }).catch(() => null);
    return response && ((await response.json().catch(() => null)) as Answer | null);
  }

  private draw({ name }: Reached, features: Answer["features"], credit: string): void {
    // The widest first, so that the nearer lie over it.
    const areas = [...features].sort((a, b) => b.properties.minutes - a.properties.minutes);
    for (const area of areas) {
      for (const [pane, renderer] of this.renderers) {
        const style = { className: `${pane} reach-${area.properties.minutes}`, interactive: false, pane, renderer };
        L.geoJSON(area, { style, interactive: false, pane, attribution: escaped(credit) }).addTo(this.areas);
      }
    }
    this.say(name, "", areas.map(({ properties }) => properties.minutes).sort((a, b) => a - b));
    this.fit(L.geoJSON(areas[0]).getBounds());
  }

  /** Bring what is reached into view, below a legend that takes most of the width. */
  private fit(bounds: L.LatLngBounds): void {
    if (!bounds.isValid()) return;
    this.map.invalidateSize({ animate: false });
    const [map, legend] = [this.map.getContainer().getBoundingClientRect(), this.box.getBoundingClientRect()];
    const top = legend.width > map.width / 2 ? legend.bottom - map.top : 0;
    const margin = L.point(MARGIN_PX, MARGIN_PX);
    this.map.fitBounds(bounds, { animate: false, paddingTopLeft: margin.add([0, top]), paddingBottomRight: margin });
  }

  /** The legend, or in its stead why there is nothing to see; with the way to take it off. */
  private say(name: string, text: string, minutes: number[] = []): void {
    const row = (n: number) =>
      h("li", {}, h("span", { class: `reach-sign reach-sign-${n}`, attrs: { "aria-hidden": "true" } }), this.texts.t("tour.reach_within", { n }));
    const attrs = { type: "button", "aria-label": this.texts.t("tour.reach_off") };
    const close = h("button", { class: "card-close", attrs, on: { click: () => this.hide() } }, "×");
    const title = h("h2", {}, this.texts.t("tour.reach_from", { name }));
    this.box.replaceChildren(title, text ? h("p", {}, text) : h("ul", {}, ...minutes.map(row)), close);
    this.box.hidden = false;
  }
}
