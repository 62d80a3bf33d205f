/** The page at work: one state, from which map, list, filters, card and address all follow. */

import { type Counts, count } from "./data/counts";
import { Dataset } from "./data/dataset";
import { type Filter, isFiltering, isWithin, select } from "./data/filter";
import { Source } from "./data/source";
import { one } from "./dom";
import { Texts } from "./i18n";
import type L from "./map/leaflet";
import { Scene } from "./map/scene";
import { Card } from "./panel/card";
import { chips } from "./panel/chips";
import { CommuneBox } from "./panel/communes";
import { Filters } from "./panel/filters";
import { List } from "./panel/list";
import { Notice } from "./panel/notice";
import { Screens } from "./panel/screens";
import { formatState, parseState, type State } from "./state";
import type { Box, Config, Item, Layer } from "./types";

export interface DeclaredLayer {
  layer: Layer;
  url: string;
  defaultOn: boolean;
}

const VIEW_DECIMALS = 5;

export class App {
  private readonly map: L.Map;
  private readonly declared: DeclaredLayer[];
  private readonly texts: Texts;
  private readonly source: Source;
  private readonly scene: Scene;
  private readonly list: List;
  private readonly filters: Filters;
  private readonly communes: CommuneBox;
  private readonly card: Card;
  private readonly notice: Notice;
  private readonly screens = new Screens();
  private readonly dataset = new Dataset();
  private readonly loaded = new Set<Layer>();
  private state: State;
  private shown: Item[] = [];
  private drawing: ReturnType<typeof setTimeout> | undefined;

  constructor(map: L.Map, config: Config, declared: DeclaredLayer[]) {
    this.map = map;
    this.declared = declared;
    this.texts = new Texts(config);
    this.state = parseState(location.search);
    this.source = new Source(config, this.state.asOf);
    this.notice = new Notice(this.texts);
    if (config.snapshot) {
      const date = this.texts.date(config.snapshot.generated_on);
      this.notice.say("snapshot", this.texts.t("page.snapshot", { date }));
    }
    this.scene = new Scene(map, this.texts, {
      open: (item) => this.open(item.key),
      openPlace: (items) => this.openPlace(items),
    });
    this.card = new Card(this.texts, { open: (key) => this.open(key), close: () => this.close() });
    this.list = new List(one("#list"), this.texts, (key) => this.openFromList(key));
    this.filters = new Filters(one<HTMLFormElement>("#filter-form"), this.texts, {
      filter: (change) => this.filter(change),
      layers: (layers) => this.update({ layers }),
      inView: (inView) => this.update({ inView }),
    });
    this.communes = new CommuneBox(this.texts, ({ facet, code }) => this.chooseCommune(facet, code));
    this.start(config.province.bbox);
  }

  private start(province: Box): void {
    const { open, view } = this.state;
    // The card takes its room first: the view in the address is that of the map beside it.
    if (open) void this.fillCard(open);
    if (view) this.scene.look(view);
    else this.scene.fit(province);
    this.map.on("moveend", () => this.onMove());
    window.addEventListener("popstate", () => this.onHistory());
    this.writeAddress("replace");
    this.filters.unfold(this.state.filter);
    this.render();
    const loaded = this.load();
    if (open && !view) void loaded.then(() => this.scene.visit(this.dataset.get(open)));
  }

  private get layersOn(): Layer[] {
    const defaults = this.declared.filter(({ defaultOn }) => defaultOn).map(({ layer }) => layer);
    return this.state.layers ?? defaults;
  }

  /** Load what is switched on first, then the rest, so that counts and search reach every layer. */
  private async load(): Promise<void> {
    const isOn = ({ layer }: DeclaredLayer) => this.layersOn.includes(layer);
    await Promise.all(this.declared.filter(isOn).map((each) => this.loadLayer(each)));
    await Promise.all(this.declared.filter((each) => !isOn(each)).map((each) => this.loadLayer(each)));
  }

  private async loadLayer(declared: DeclaredLayer): Promise<void> {
    const { layer, url } = declared;
    if (this.loaded.has(layer)) return;
    try {
      const collection = await this.source.features(layer, url);
      if (this.loaded.has(layer)) return;
      this.loaded.add(layer);
      this.dataset.add(layer, collection);
      this.notice.loaded(layer, collection);
    } catch {
      this.notice.failed(layer, () => void this.loadLayer(declared));
    }
    if (layer === "commune") this.meetCommunes();
    this.render();
  }

  private meetCommunes(): void {
    this.communes.offer(this.dataset.names);
    const isRough = (item: Item) => item.properties.boundary_source === "approximate";
    one("#boundary-note").hidden = !this.dataset.items.some(isRough);
  }

  private filter(change: Partial<Filter>): void {
    this.update({ filter: { ...this.state.filter, ...change } });
  }

  private chooseCommune(facet: "commune" | "legacy_commune", code: string): void {
    this.filter({ commune: [], legacy_commune: [], [facet]: [code] });
    const area = this.dataset.items.find(
      (item) =>
        item.layer === "commune" &&
        (facet === "commune" ? item.communes : item.legacyCommunes).includes(code),
    );
    if (area?.box) this.scene.fit(area.box);
  }

  private update(change: Partial<State>, history: "replace" | "push" = "replace"): void {
    this.state = { ...this.state, ...change };
    this.writeAddress(history);
    this.render();
  }

  private writeAddress(history: "replace" | "push"): void {
    const query = formatState(this.state);
    try {
      window.history[`${history}State`](null, "", query || location.pathname);
    } catch {
      // A page opened from a file may not be allowed to change its address; it works without.
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-keep-query]"))
      link.search = query;
  }

  private render(): void {
    const { filter, inView } = this.state;
    const on = new Set(this.layersOn);
    const counts = count(this.dataset.items, filter);
    this.shown = select(this.dataset.items, filter).filter((item) => on.has(item.layer));
    clearTimeout(this.drawing);
    // The panel answers first: drawing thousands of markers must not hold up a tap.
    this.drawing = setTimeout(() => this.draw(on));
    this.filters.show(filter, this.layersOn, inView);
    this.showCounts(counts);
    this.showList();
  }

  private draw(on: Set<Layer>): void {
    const communes = on.has("commune") ? this.dataset.items.filter((item) => item.layer === "commune") : [];
    this.scene.show(this.shown, communes);
    this.scene.mark(this.dataset.get(this.state.open ?? ""));
  }

  private showCounts(counts: Counts): void {
    this.filters.showCounts(counts, this.loaded);
    this.communes.showCounts(counts.communes, counts.legacyCommunes);
    const row = chips(this.state.filter, this.texts, this.dataset.names, (rest) => this.filter(rest));
    one("#chips").replaceChildren(...row);
    one("#clear-filters").hidden = !isFiltering(this.state.filter);
    this.screens.showConditions(row.length);
  }

  private showList(): void {
    const frame = this.scene.frame();
    const items = this.state.inView ? this.shown.filter((item) => isWithin(item, frame)) : this.shown;
    const isBusy = this.layersOn.some((layer) => !this.loaded.has(layer));
    const isLoading = isBusy && !this.notice.hasFailures;
    this.list.show(items, this.texts.t(isLoading ? "list.loading" : "list.nothing"));
    one("#list").setAttribute("aria-busy", String(isLoading));
    one("#result-count").textContent = isBusy ? "" : this.texts.count("list.count", items.length);
  }

  private open(key: string): void {
    this.update({ open: key }, this.state.open === null ? "push" : "replace");
    void this.fillCard(key).then(() => this.scene.bringIntoView(this.dataset.get(key)));
  }

  private openPlace(items: Item[]): void {
    // Else the record opened before, still on its way, would take the place's list away.
    this.update({ open: null });
    this.card.showPlace(items);
    this.scene.bringIntoView(items[0]);
  }

  private openFromList(key: string): void {
    this.screens.show("map");
    this.open(key);
    this.scene.visit(this.dataset.get(key));
  }

  private close(): void {
    this.card.close();
    this.update({ open: null });
  }

  private async fillCard(key: string): Promise<void> {
    const [layer = "", id = ""] = key.split(/\/(.*)/s);
    const item = this.dataset.get(key);
    this.card.showWaiting(item);
    const answer = await this.source.record(layer as Layer, id).catch((error: unknown) => ({ error }));
    if (this.state.open !== key) return;
    if ("error" in answer) this.card.showError(answer.error);
    else this.card.showRecord(answer);
  }

  private onMove(): void {
    const { lat, lng } = this.map.getCenter();
    const round = (value: number) => Number(value.toFixed(VIEW_DECIMALS));
    this.state.view = { zoom: this.map.getZoom(), lat: round(lat), lng: round(lng) };
    this.writeAddress("replace");
    if (this.state.inView) this.showList();
  }

  private onHistory(): void {
    const before = this.state.open;
    this.state = parseState(location.search);
    if (this.state.open && this.state.open !== before) void this.fillCard(this.state.open);
    if (!this.state.open) this.card.close();
    if (this.state.view) this.scene.look(this.state.view);
    this.render();
  }
}
