/** Where stops come from: the search box, the map and its cards, an address, where the visitor stands. */

import type L from "leaflet";
import type { Point } from "../data/distance";
import { byDistance, distanceText, type Origin } from "../find/origin";
import type { Dataset } from "../data/dataset";
import type { Loader } from "../data/loader";
import type { Source } from "../data/source";
import { h, one } from "../dom";
import { FindBox } from "../find/box";
import { NearMe } from "../find/near";
import type { Texts } from "../i18n";
import type { Scene } from "../map/scene";
import { symbolOf } from "../map/symbols";
import { Card } from "../panel/card";
import type { Notice } from "../panel/notice";
import { Opened } from "../panel/opened";
import { Screens } from "../panel/screens";
import type { Item, OcopRecord } from "../types";
import type { TourConfig } from "./config";
import { hasStop } from "./edit";
import { cleanName } from "./link";
import { mountMapMenu } from "./mapmenu";
import { linkKey, type Place, type Tour } from "./model";

const NEAREST = 8;
/** To the metre: the finest that a link carries. */
const DECIMALS = 5;

export interface SourcesHandlers {
  texts: Texts;
  config: TourConfig;
  notice: Notice;
  source: Source;
  loader: Loader;
  dataset: Dataset;
  tour(): Tour;
  add(place: Place, name: string): void;
  use(place: Place, at: "start" | "end"): void;
}

export class Sources {
  private readonly scene: Scene;
  private readonly on: SourcesHandlers;
  private readonly card: Card;
  private readonly find: FindBox;
  private readonly near: NearMe;
  private readonly nearby = one("#tour-near");
  private readonly screens = new Screens(() => {});
  private readonly opened: Opened;
  /** The key of the open record. */
  private current: string | null = null;

  constructor(map: L.Map, scene: Scene, on: SourcesHandlers) {
    this.scene = scene;
    this.on = on;
    this.card = new Card(on.texts, on.config, {
      open: (key) => this.opened.open(key),
      close: () => this.opened.close(),
      around: () => ({ origin: null, salesPoints: on.dataset.ofLayer("sales_point") }),
      item: (key) => on.dataset.get(key),
      add: (record) => this.addButton(record),
    });
    this.opened = new Opened({
      card: this.card,
      scene,
      ...{ dataset: on.dataset, loader: on.loader, source: on.source },
      current: () => this.current,
      set: (open) => {
        this.current = open;
      },
    });
    this.find = new FindBox(on.texts, {
      open: (key) => this.addItem(on.dataset.get(key)),
      commune: (facet, code) => this.showCommune(facet, code),
      address: (text) => void this.addAddress(text),
    });
    this.near = new NearMe(on.texts, {
      found: (origin) => this.showNearest(origin),
      left: () => this.hideNearest(),
    });
    mountMapMenu(map, on.texts, (point, use) => this.onPoint(point, use));
  }

  /** Records have come: they can be searched. */
  over(): void {
    const { dataset } = this.on;
    this.find.over(dataset.items, dataset.names);
    this.near.offer(dataset.ofLayer("commune"), dataset.names);
  }

  showList(): void {
    this.screens.show("list");
  }

  showMap(): void {
    this.screens.show("map");
  }

  /** Open a record's card, from which it can be added. */
  open(key: string): void {
    this.opened.open(key);
  }

  openPlace(items: Item[]): void {
    this.opened.openPlace(items);
  }

  private addButton(record: OcopRecord): HTMLElement | null {
    if (typeof record.latitude !== "number") return null;
    const { texts } = this.on;
    const place = { key: linkKey(`${record.layer}/${record.id}`) };
    const isIn = hasStop(this.on.tour(), place);
    const click = () => {
      this.on.add(place, record.name);
      this.opened.close();
      this.showList();
    };
    const options = { class: "button button-main", attrs: { type: "button", disabled: isIn }, on: { click } };
    return h("button", options, texts.t(isIn ? "tour.is_in" : "tour.add_to"));
  }

  private addItem(item: Item | undefined): void {
    if (!item) return;
    this.on.add({ key: linkKey(item.key) }, item.properties.name);
    this.showList();
  }

  private showCommune(facet: "commune" | "legacy_commune", code: string): void {
    const codes = (item: Item) => (facet === "commune" ? item.communes : item.legacyCommunes);
    const area = this.on.dataset.ofLayer("commune").find((item) => codes(item).includes(code));
    this.screens.show("map");
    if (area?.box) this.scene.fit(area.box);
  }

  private async addAddress(text: string): Promise<void> {
    const { notice, texts, source } = this.on;
    const candidates = await source.geocode(text).catch(() => null);
    const [found] = candidates ?? [];
    if (!found) return notice.say("address", texts.t(candidates ? "address.none" : "address.failed", { text }));
    this.on.add({ point: [found.latitude, found.longitude], name: cleanName(text) }, text);
    const place = texts.name("precision", found.precision);
    notice.say("address", texts.t("tour.address_added", { text, place }));
  }

  private onPoint(point: Point, use: "stop" | "start" | "end"): void {
    const name = this.on.texts.t("tour.point");
    const place: Place = { point: [round(point[0]), round(point[1])], name: "" };
    if (use === "stop") this.on.add(place, name);
    else this.on.use(place, use);
  }

  /** What is nearest, to add; the visitor's own place goes into the link only when chosen as the start. */
  private showNearest(origin: Origin): void {
    const { texts, dataset } = this.on;
    this.scene.showPosition(origin.commune ? null : origin.point, origin.accuracyM);
    const places = dataset.items.filter(({ layer, point }) => layer !== "commune" && point !== null);
    const rows = byDistance(places, origin).slice(0, NEAREST).map((item) => this.nearRow(item, origin));
    const name = origin.commune ?? texts.t("tour.my_place");
    const start = () => {
      this.on.use({ point: [round(origin.point[0]), round(origin.point[1])], name }, "start");
      this.hideNearest();
    };
    const options = { class: "button", attrs: { type: "button" }, on: { click: start } };
    const title = texts.t("near.list", { place: origin.commune ?? texts.t("near.you") });
    this.nearby.replaceChildren(
      h("h2", { attrs: { tabindex: -1 } }, title),
      h("button", options, texts.t("tour.start_at", { name })),
      origin.commune ? "" : h("p", { class: "hint" }, texts.t("tour.place_in_link")),
      h("ul", {}, ...rows),
    );
    this.nearby.hidden = false;
    this.showList();
    this.nearby.querySelector("h2")?.focus();
  }

  private nearRow(item: Item, origin: Origin): HTMLElement {
    const { texts } = this.on;
    const { name } = item.properties;
    const attrs = { type: "button", "aria-label": texts.t("tour.add_named", { name }) };
    const add = h("button", { class: "button", attrs, on: { click: () => this.addItem(item) } }, texts.t("tour.add"));
    const text = h(
      "span",
      { class: "row-text" },
      h("span", { class: "row-name", attrs: { lang: "vi" } }, name),
      h("span", { class: "row-facts" }, distanceText(item, origin, texts)),
    );
    return h("li", { class: "suggestion" }, symbolOf(item), text, add);
  }

  private hideNearest(): void {
    this.nearby.hidden = true;
    this.nearby.replaceChildren();
    this.scene.showPosition(null);
  }
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}
