/** The page at work: one state, from which map, list, filters, card and address all follow. */

import { type Counts, sift } from "./data/counts";
import { Dataset } from "./data/dataset";
import { type Filter, isFiltering, isWithin, knownCommunes, noFilter } from "./data/filter";
import { type DeclaredLayer, Loader } from "./data/loader";
import { Source, SourceError } from "./data/source";
import { afterPaint, one } from "./dom";
import { goToAddress } from "./find/address";
import { FindBox } from "./find/box";
import { NearMe } from "./find/near";
import { byDistance, distanceText, type Origin } from "./find/origin";
import type { Texts } from "./i18n";
import type L from "./map/leaflet";
import { Scene } from "./map/scene";
import { mountOffline } from "./offline/mount";
import "./offline/register";
import { Card } from "./panel/card";
import { chips } from "./panel/chips";
import { CommuneBox } from "./panel/communes";
import { Filters } from "./panel/filters";
import { LeftOut } from "./panel/leftout";
import { List, type Nearness } from "./panel/list";
import { Notice } from "./panel/notice";
import { Screens } from "./panel/screens";
import { areaToSave, summary } from "./panel/selection";
import { ShareDialog } from "./panel/sharing";
import { pause, whenIdle } from "./pause";
import { formatState, readState, type State } from "./state";
import type { Collection, Config, Item, Layer } from "./types";

export type { DeclaredLayer };

const VIEW_DECIMALS = 5;
/** Layers that come within this time of each other are shown together. */
const TOGETHER_MS = 50;

export class App {
  private readonly map: L.Map;
  private readonly config: Config;
  private readonly declared: DeclaredLayer[];
  private readonly texts: Texts;
  private readonly source: Source;
  private readonly loader: Loader;
  private readonly scene: Scene;
  private readonly list: List;
  private readonly filters: Filters;
  private readonly communes: CommuneBox;
  private readonly find: FindBox;
  private readonly near: NearMe;
  private readonly card: Card;
  private readonly notice: Notice;
  private readonly screens = new Screens(() => this.list.catchUp());
  private readonly dataset = new Dataset();
  private readonly leftOut: LeftOut;
  private state: State;
  private shown: Item[] = [];
  private origin: Origin | null = null;
  private nearness: Nearness | null = null;
  private rendering: ReturnType<typeof setTimeout> | undefined;
  /** How often the map has been drawn: an older drawing under way is given up. */
  private drawings = 0;

  constructor(map: L.Map, config: Config, texts: Texts, declared: DeclaredLayer[]) {
    this.map = map;
    this.config = config;
    this.declared = declared;
    this.texts = texts;
    this.notice = new Notice(this.texts);
    this.leftOut = new LeftOut(this.notice, this.texts, () => this.showAll());
    this.filters = this.makeFilters();
    this.state = this.readAddress();
    this.source = new Source(config, this.state.asOf);
    this.loader = new Loader(this.source, declared, {
      loaded: (layer, collection) => this.onLoaded(layer, collection),
      failed: (layer, retry) => this.onFailed(layer, retry),
    });
    this.scene = new Scene(map, this.texts, {
      open: (item) => this.open(item.key),
      openPlace: (items) => this.openPlace(items),
    });
    this.card = this.makeCard();
    this.list = new List(one("#list"), this.texts, (key) => this.goTo(key));
    this.communes = new CommuneBox("commune", this.texts, ({ facet, code }) => this.chooseCommune(facet, code));
    this.find = this.makeFind();
    this.near = new NearMe(this.texts, {
      found: (origin, commune) => this.measureFrom(origin, commune),
      left: () => this.measureNoMore(),
    });
  }

  private makeFilters(): Filters {
    return new Filters(one<HTMLFormElement>("#filter-form"), this.texts, {
      filter: (change) => this.filter(change),
      layers: (layers) => this.update({ layers }),
      inView: (inView) => this.update({ inView }),
      byDistance: (on) => this.chooseOrder(on),
    });
  }

  private makeCard(): Card {
    return new Card(this.texts, this.config.pages, {
      open: (key) => this.open(key),
      close: () => this.close(),
      around: () => ({ origin: this.origin, salesPoints: this.dataset.ofLayer("sales_point") }),
      item: (key) => this.dataset.get(key),
    });
  }

  private makeFind(): FindBox {
    return new FindBox(this.texts, {
      open: (key) => this.goTo(key),
      commune: (facet, code) => {
        this.screens.show("map");
        this.chooseCommune(facet, code);
      },
      filter: (q) => {
        if (q !== "") this.screens.showResults();
        if (q !== this.state.filter.q) this.filter({ q });
      },
      ...(this.config.snapshot ? {} : { address: (text: string) => void this.goToAddress(text) }),
    });
  }

  /** Show what the address says and begin to load. */
  start(): void {
    const { open, view, byDistance: isSorted } = this.state;
    if (this.config.snapshot) {
      const date = this.texts.date(this.config.snapshot.generated_on);
      this.notice.say("snapshot", this.texts.t("page.snapshot", { date }));
    }
    if (isSorted) this.offerDistances();
    this.offerSharing();
    this.offerSaving();
    // The card takes its room first: the view in the address is that of the map beside it.
    if (open) void this.fillCard(open);
    if (view) this.scene.look(view);
    else this.scene.fit(this.config.province.bbox);
    this.map.on("moveend", () => this.onMove());
    window.addEventListener("popstate", () => this.onHistory());
    this.writeAddress("replace");
    this.filters.unfold(this.state.filter);
    this.renderWithin(0);
    const opened = open?.split("/")[0] as Layer | undefined;
    const first = new Set([...this.layersOn, ...(opened ? [opened] : [])]);
    void this.loader.load(first).then(() => this.prepareSearch());
    if (open && opened && !view)
      void this.loader.settled(opened).then(() => this.scene.visit(this.dataset.get(open)));
  }

  /** Make ready, while nobody waits for it, what the first search would have to wait for. */
  private async prepareSearch(): Promise<void> {
    await this.find.prepare();
    await whenIdle(this.dataset.items, (item) => item.haystack);
  }

  private get layersOn(): Layer[] {
    const defaults = this.declared.filter(({ defaultOn }) => defaultOn).map(({ layer }) => layer);
    return this.state.layers ?? defaults;
  }

  /** The state in the address; what could not be understood is told. */
  private readAddress(): State {
    const { state, leftOut } = readState(location.search, (facet, value) => this.filters.knows(facet, value));
    this.leftOut.tell(leftOut);
    return state;
  }

  private showAll(): void {
    this.close();
    this.update({ filter: noFilter(), layers: null });
    this.scene.fit(this.config.province.bbox);
  }

  private offerDistances(): void {
    const way = { label: this.texts.t("near.title"), go: () => void this.near.ask() };
    this.notice.say("near", this.texts.t("near.link"), { way });
  }

  private offerSharing(): void {
    const { embed, isEmbedded } = this.config;
    if (!embed || isEmbedded) return;
    new ShareDialog(this.texts, embed, {
      query: () => formatState({ ...this.state, inView: false, byDistance: false }),
      summary: () => summary(this.state.filter, this.layersOn, this.shown.length, this.dataset.names, this.texts),
    });
  }

  private offerSaving(): void {
    const { config, texts } = this;
    if (config.snapshot || config.isEmbedded) return;
    const area = () => areaToSave(this.state.filter, this.dataset, this.scene.frame(), texts);
    mountOffline(one("#offline"), { texts, config, area });
  }

  private onLoaded(layer: Layer, collection: Collection): void {
    this.dataset.add(layer, collection);
    this.notice.loaded(layer, collection);
    if (layer === "commune") this.meetCommunes();
    if (layer === "sales_point") this.card.refresh();
    this.find.over(this.dataset.items, this.dataset.names);
    this.renderWithin(TOGETHER_MS);
  }

  private renderWithin(milliseconds: number): void {
    this.rendering ??= setTimeout(() => this.render(), milliseconds);
  }

  private onFailed(layer: Layer, retry: () => void): void {
    this.notice.failed(layer, retry);
    this.render();
  }

  private meetCommunes(): void {
    const { names } = this.dataset;
    const communes = this.dataset.ofLayer("commune");
    this.communes.offer(names);
    this.near.offer(communes, names);
    const isRough = (item: Item) => item.properties.boundary_source === "approximate";
    one("#boundary-note").hidden = !communes.some(isRough);
    const { filter, leftOut } = knownCommunes(this.state.filter, names);
    if (leftOut.length === 0) return;
    this.update({ filter });
    this.leftOut.tell(leftOut);
  }

  private filter(change: Partial<Filter>): void {
    this.update({ filter: { ...this.state.filter, ...change } });
  }

  private chooseCommune(facet: "commune" | "legacy_commune", code: string): void {
    this.filter({ commune: [], legacy_commune: [], [facet]: [code] });
    const codes = (item: Item) => (facet === "commune" ? item.communes : item.legacyCommunes);
    const area = this.dataset.ofLayer("commune").find((item) => codes(item).includes(code));
    if (area?.box) this.scene.fit(area.box);
  }

  private chooseOrder(on: boolean): void {
    if (on && !this.origin) {
      this.filters.show(this.state, this.layersOn);
      void this.near.ask();
    } else this.update({ byDistance: on });
  }

  private measureFrom(origin: Origin, commune: Item | undefined): void {
    this.origin = origin;
    const place = origin.commune ?? this.texts.t("near.you");
    this.nearness = {
      title: this.texts.t("near.list", { place }),
      distance: (item) => distanceText(item, origin, this.texts),
    };
    this.notice.unsay("near");
    this.scene.showPosition(origin.commune ? null : origin.point, origin.accuracyM);
    // The commune, not the place itself: the view goes into the link.
    if (commune?.box) this.scene.fit(commune.box);
    this.update({ byDistance: true });
    this.card.refresh();
  }

  private measureNoMore(): void {
    this.origin = null;
    this.nearness = null;
    this.scene.showPosition(null);
    this.update({ byDistance: false });
    this.card.refresh();
  }

  private async goToAddress(text: string): Promise<void> {
    this.screens.show("map");
    await goToAddress(text, this.source, this.notice, this.texts, {
      show: (place) => {
        this.scene.showPosition(place?.point ?? null, place?.accuracyM, place?.name);
        if (place) this.scene.fit(place.box);
      },
    });
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
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-keep-query]")) link.search = query;
  }

  private render(): void {
    clearTimeout(this.rendering);
    this.rendering = undefined;
    const on = new Set(this.layersOn);
    const { items, counts } = sift(this.dataset.items, this.state.filter);
    this.shown = items.filter((item) => on.has(item.layer));
    void this.draw(on);
    this.filters.show(this.state, this.layersOn);
    this.showCounts(counts);
    this.showList();
  }

  /** Draw the map, after the panel and in steps: thousands of markers must not hold up a tap. */
  private async draw(on: Set<Layer>): Promise<void> {
    const drawing = ++this.drawings;
    const container = this.map.getContainer();
    container.setAttribute("aria-busy", "true");
    const communes = on.has("commune") ? this.dataset.ofLayer("commune") : [];
    const steps = this.scene.show(this.shown, communes);
    do {
      await pause();
      if (drawing !== this.drawings) return;
    } while (!steps.next().done);
    container.setAttribute("aria-busy", "false");
    this.scene.mark(this.dataset.get(this.state.open ?? ""));
  }

  private showCounts(counts: Counts): void {
    this.filters.showCounts(counts, this.loader.layers);
    this.communes.showCounts(counts.communes, counts.legacyCommunes);
    const row = chips(this.state.filter, this.texts, this.dataset.names, (rest) => this.filter(rest));
    one("#chips").replaceChildren(...row);
    one("#clear-filters").hidden = !isFiltering(this.state.filter);
    this.screens.showConditions(row.length);
  }

  private showList(): void {
    const frame = this.scene.frame();
    const within = this.state.inView ? this.shown.filter((item) => isWithin(item, frame)) : this.shown;
    const isSorted = this.state.byDistance && this.origin !== null;
    const items = isSorted && this.origin ? byDistance(within, this.origin) : within;
    const isBusy = this.layersOn.some((layer) => !this.loader.has(layer));
    const isLoading = isBusy && !this.notice.hasFailures;
    const whenNone = this.texts.t(isLoading ? "list.loading" : "list.nothing");
    this.list.show(items, whenNone, isSorted ? this.nearness : null);
    one("#list").setAttribute("aria-busy", String(isLoading));
    one("#result-count").textContent = isBusy ? "" : this.texts.count("list.count", items.length);
  }

  /** Only the card, the mark on the map and the address follow which record is open. */
  private setOpen(open: string | null, history: "replace" | "push" = "replace"): void {
    this.state = { ...this.state, open };
    this.writeAddress(history);
    this.scene.mark(this.dataset.get(open ?? ""));
  }

  private open(key: string): void {
    this.setOpen(key, this.state.open === null ? "push" : "replace");
    void this.fillCard(key).then(() => this.scene.bringIntoView(this.dataset.get(key)));
  }

  private openPlace(items: Item[]): void {
    // Else the record opened before, still on its way, would take the place's list away.
    this.setOpen(null);
    this.card.showPlace(items);
    this.scene.bringIntoView(items[0]);
  }

  /** Open a record from list or search: its layer is switched on and the map goes there. */
  private goTo(key: string): void {
    const item = this.dataset.get(key);
    this.screens.show("map");
    if (item && !this.layersOn.includes(item.layer)) this.update({ layers: [...this.layersOn, item.layer] });
    this.open(key);
    afterPaint(() => this.scene.visit(item));
  }

  private close(): void {
    this.card.close();
    this.setOpen(null);
  }

  private async fillCard(key: string): Promise<void> {
    const answer = this.record(key).catch((error: unknown) => ({ error }));
    this.card.showWaiting(key, this.dataset.get(key));
    const record = await answer;
    if (this.state.open !== key) return;
    if ("error" in record) this.card.showError(record.error);
    else this.card.showRecord(record);
  }

  /** The record of a key; one that its whole layer does not hold is not asked for. */
  private async record(key: string): ReturnType<Source["record"]> {
    const [layer = "", id = ""] = key.split(/\/(.*)/s);
    if (!this.dataset.get(key)) await this.loader.settled(layer as Layer);
    if (!this.dataset.get(key) && this.loader.hasAllOf(layer as Layer)) throw new SourceError(404);
    return this.source.record(layer as Layer, id);
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
    this.state = this.readAddress();
    if (this.state.open && this.state.open !== before) void this.fillCard(this.state.open);
    if (!this.state.open) this.card.close();
    if (this.state.view) this.scene.look(this.state.view);
    this.render();
  }
}
