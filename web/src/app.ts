/** The page at work: one state, from which map, list, filters, card and address all follow. */

import type L from "leaflet";
import { sift } from "./data/counts";
import { Dataset } from "./data/dataset";
import { type Filter, knownCommunes, noFilter, select } from "./data/filter";
import { boxAroundAll } from "./data/items";
import { type DeclaredLayer, Loader } from "./data/loader";
import { Source } from "./data/source";
import { one } from "./dom";
import { goToAddress } from "./find/address";
import { FindBox } from "./find/box";
import { Nearby } from "./find/nearby";
import type { Texts } from "./i18n";
import { Scene } from "./map/scene";
import { mountOffline } from "./offline/mount";
import "./offline/register";
import { Card } from "./panel/card";
import { CommuneBox } from "./panel/communes";
import { Filters } from "./panel/filters";
import { LeftOut } from "./panel/leftout";
import { List } from "./panel/list";
import { Notice } from "./panel/notice";
import { Opened } from "./panel/opened";
import { Results } from "./panel/results";
import { Screens } from "./panel/screens";
import { areaToSave, layersOn, type SummaryKind, summary } from "./panel/selection";
import { ShareDialog } from "./panel/sharing";
import { offerFiles, seenQuery } from "./panel/take";
import { inSteps, painted, pause, type Steps, whenIdle } from "./pause";
import { Permalink } from "./permalink";
import type { IsKnown, State } from "./state";
import { addLink } from "./tour/add";
import type { Collection, Config, Item, Layer, OcopRecord } from "./types";

export type { DeclaredLayer };

const VIEW_DECIMALS = 5;
/** Layers that come within this time of each other are shown together, those of the beginning all at once. */
const TOGETHER_MS = 200;

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
  private readonly nearby: Nearby;
  private readonly permalink: Permalink;
  private readonly results: Results;
  private readonly opened: Opened;
  private readonly card: Card;
  private readonly notice: Notice;
  private readonly screens = new Screens(() => this.list.catchUp());
  private readonly dataset = new Dataset();
  private readonly leftOut: LeftOut;
  private state: State;
  /** Whether the link came with a view; without one the map shows the communes that it chooses. */
  private hasOwnView = true;
  private shown: Item[] = [];
  private rendering: ReturnType<typeof setTimeout> | undefined;
  /** How often the page has answered: an older answer under way is given up. */
  private answers = 0;

  constructor(map: L.Map, config: Config, texts: Texts, declared: DeclaredLayer[]) {
    this.map = map;
    this.config = config;
    this.declared = declared;
    this.texts = texts;
    this.notice = new Notice(this.texts);
    this.leftOut = new LeftOut(this.notice, this.texts, () => this.showAll());
    this.filters = this.makeFilters();
    const isKnown: IsKnown = (facet, value) => this.filters.knows(facet, value);
    this.permalink = new Permalink(isKnown, () => this.nearby?.place ?? null);
    this.state = this.readAddress();
    this.source = new Source(config, this.state.asOf);
    this.loader = new Loader(this.source, declared, {
      loaded: (layer, collection) => this.onLoaded(layer, collection),
      failed: (layer, retry) => this.onFailed(layer, retry),
    });
    this.scene = new Scene(map, this.texts, {
      open: (item) => this.opened.open(item.key),
      openPlace: (items) => this.opened.openPlace(items),
    });
    this.card = this.makeCard();
    this.opened = this.makeOpened();
    this.list = new List(one("#list"), this.texts, (key) => this.goTo(key));
    this.communes = new CommuneBox("commune", this.texts, ({ facet, code }) => this.chooseCommune(facet, code));
    this.find = this.makeFind();
    this.nearby = new Nearby(this.texts, this.notice, this.scene, {
      shown: () => this.shown,
      changed: (byDistance) => {
        this.update({ byDistance });
        this.card.refresh();
      },
    });
    this.results = this.makeResults();
  }

  private makeFilters(): Filters {
    return new Filters(one<HTMLFormElement>("#filter-form"), this.texts, {
      filter: (change) => this.filter(change),
      layers: (layers) => this.update({ layers }),
      inView: (inView) => this.update({ inView }),
      byDistance: (on) => this.chooseOrder(on),
    });
  }

  private makeResults(): Results {
    const { texts, notice, filters, communes, list, screens, loader, nearby } = this;
    return new Results({
      ...{ texts, notice, filters, communes, list, screens, loader, nearby },
      names: this.dataset.names,
      frame: () => this.scene.frame(),
      filter: (rest) => this.filter(rest),
      switchOn: (layers) => this.update({ layers: [...this.layersOn, ...layers] }),
    });
  }

  private makeCard(): Card {
    const { tours, isEmbedded } = this.config;
    return new Card(this.texts, this.config, {
      open: (key) => this.opened.open(key),
      close: () => this.opened.close(),
      around: () => ({ origin: this.nearby.origin, salesPoints: this.dataset.ofLayer("sales_point") }),
      item: (key) => this.dataset.get(key),
      ...(tours && !isEmbedded ? { add: (record: OcopRecord) => addLink(record, tours, this.texts) } : {}),
    });
  }

  private makeOpened(): Opened {
    const { card, dataset, loader, source, scene } = this;
    return new Opened({
      ...{ card, dataset, loader, source, scene },
      current: () => this.state.open,
      set: (open, history) => {
        this.state = { ...this.state, open };
        this.permalink.write(this.state, history);
      },
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

  /** Show what the address says and begin to load, in steps. */
  async start(): Promise<void> {
    const { open, view, byDistance: isSorted } = this.state;
    if (this.config.snapshot) {
      const date = this.texts.date(this.config.snapshot.generated_on);
      this.notice.say("snapshot", this.texts.t("page.snapshot", { date }));
    }
    if (isSorted) this.nearby.invite();
    // The card takes its room first: the view in the address is that of the map beside it.
    if (open) void this.opened.fill(open);
    if (view) this.scene.look(view);
    else this.scene.fit(this.config.province.bbox);
    this.hasOwnView = view !== null;
    await pause();
    this.map.on("moveend", () => this.onMove());
    window.addEventListener("popstate", () => this.onHistory());
    this.permalink.write(this.state, "replace");
    this.filters.unfold(this.state.filter);
    this.renderWithin(0);
    const opened = open?.split("/")[0] as Layer | undefined;
    const first = new Set([...this.layersOn, ...(opened ? [opened] : [])]);
    void this.loader.load(first, () => this.renderWithin(0)).then(() => this.prepareSearch());
    if (open && opened && !view)
      void this.loader.settled(opened).then(() => this.scene.visit(this.dataset.get(open)));
    await this.furnish();
  }

  /** Put up what nobody needs at once. */
  private async furnish(): Promise<void> {
    const files = () => offerFiles(() => seenQuery(this.state, this.layersOn, this.scene.frame()));
    const legend = () => this.scene.addLegend(this.texts);
    const offers = [() => this.filters.adorn(), legend, () => this.offerSharing(), () => this.offerSaving(), files];
    await whenIdle(offers, (put) => put());
  }

  /** Make ready, while nobody waits for it, what the first search would have to wait for. */
  private async prepareSearch(): Promise<void> {
    await this.find.prepare();
    await whenIdle(this.dataset.items, (item) => item.haystack);
  }

  private get layersOn(): Layer[] {
    return layersOn(this.state, this.declared, this.config.isEmbedded);
  }

  /** What these layers show under the filter, in a sentence. */
  private summary(kind: SummaryKind, on: Layer[]): string {
    return summary(kind, this.state.filter, on, this.dataset, this.texts);
  }

  /** In a frame: what it shows, since there is no form to tell. */
  private showCaption(): void {
    const caption = document.querySelector("#embed-caption");
    const on = this.layersOn;
    if (caption && on.every((layer) => this.loader.has(layer))) caption.textContent = this.summary("embed.caption", on);
  }

  /** The state in the address; what could not be understood is told. */
  private readAddress(): State {
    const { state, leftOut } = this.permalink.read();
    this.leftOut.tell(leftOut);
    return state;
  }

  private showAll(): void {
    this.opened.close();
    this.update({ filter: noFilter(), layers: null });
    this.scene.fit(this.config.province.bbox);
  }

  private offerSharing(): void {
    const { embed, isEmbedded } = this.config;
    if (!embed || isEmbedded) return;
    new ShareDialog(this.texts, embed, {
      query: () => this.permalink.query({ ...this.state, inView: false, byDistance: false }),
      summary: () => this.summary("embed.summary", layersOn(this.state, this.declared, true)),
    });
  }

  private offerSaving(): void {
    const { config, texts } = this;
    if (config.snapshot || config.isEmbedded) return;
    const area = () => areaToSave(this.state.filter, this.dataset, this.scene.frame(), texts);
    mountOffline(one("#offline"), { texts, config, area });
  }

  private async onLoaded(layer: Layer, collection: Collection): Promise<void> {
    await inSteps(this.dataset.add(layer, collection));
    this.notice.loaded(layer, collection);
    if (layer === "commune") this.meetCommunes();
    if (layer === "sales_point") this.card.refresh();
    this.find.over(this.dataset.items, this.dataset.names);
    this.renderWithin(TOGETHER_MS);
  }

  private renderWithin(milliseconds: number): void {
    if (milliseconds === 0) clearTimeout(this.rendering);
    else if (this.rendering !== undefined) return;
    this.rendering = setTimeout(() => void this.answer(pause()), milliseconds);
  }

  private onFailed(layer: Layer, retry: () => void): void {
    this.notice.failed(layer, retry);
    void this.answer(pause());
  }

  private meetCommunes(): void {
    const { names } = this.dataset;
    const communes = this.dataset.ofLayer("commune");
    this.communes.offer(names);
    this.nearby.offer(communes, names);
    const isRough = (item: Item) => item.properties.boundary_source === "approximate";
    one("#boundary-note").hidden = !communes.some(isRough);
    const { filter, leftOut } = knownCommunes(this.state.filter, names);
    if (!this.hasOwnView) this.fitCommunes(filter);
    if (leftOut.length === 0) return;
    this.update({ filter });
    this.leftOut.tell(leftOut);
  }

  private filter(change: Partial<Filter>): void {
    this.update({ filter: { ...this.state.filter, ...change } });
  }

  private chooseCommune(facet: "commune" | "legacy_commune", code: string): void {
    this.filter({ commune: [], legacy_commune: [], [facet]: [code] });
    this.fitCommunes(this.state.filter);
  }

  /** Look at the communes that a filter chooses, by their new names or old. */
  private fitCommunes({ commune, legacy_commune }: Filter): void {
    if (commune.length + legacy_commune.length === 0) return;
    const chosen = { ...noFilter(), commune, legacy_commune };
    const box = boxAroundAll(select(this.dataset.ofLayer("commune"), chosen));
    if (box) this.scene.fit(box);
  }

  private chooseOrder(on: boolean): void {
    if (on && !this.nearby.origin) {
      this.filters.show(this.state, this.layersOn);
      this.nearby.ask();
    } else this.update({ byDistance: on });
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
    this.permalink.write(this.state, history);
    void this.answer(painted());
  }

  /**
   * Answer with boxes, counts, list and map to what the state is now. The boxes agree at once; the rest begins when
   * `seen` has come and goes in steps, since thousands of records must not hold up a tap.
   */
  private async answer(seen: Promise<void>): Promise<void> {
    clearTimeout(this.rendering);
    this.rendering = undefined;
    const answer = ++this.answers;
    const container = this.map.getContainer();
    container.setAttribute("aria-busy", "true");
    this.filters.show(this.state, this.layersOn);
    await seen;
    const isOver = () => answer !== this.answers;
    if (isOver() || !(await inSteps(this.steps(), isOver))) return;
    container.setAttribute("aria-busy", "false");
    this.scene.mark(this.dataset.get(this.state.open ?? ""));
  }

  private *steps(): Steps {
    const on = new Set(this.layersOn);
    const { items, counts } = sift(this.dataset.items, this.state.filter);
    this.shown = items.filter((item) => on.has(item.layer));
    yield;
    this.results.showCounts(this.state, counts);
    yield "heavy";
    this.results.show(this.state, this.layersOn, this.shown, counts);
    this.showCaption();
    yield;
    yield* this.scene.show(this.shown, on.has("commune") ? this.dataset.ofLayer("commune") : []);
  }

  /** Open a record from list or search: its layer is switched on and the map goes there. */
  private goTo(key: string): void {
    const item = this.dataset.get(key);
    this.screens.show("map");
    if (item && !this.layersOn.includes(item.layer)) this.update({ layers: [...this.layersOn, item.layer] });
    this.opened.open(key);
    void painted().then(() => this.scene.visit(item));
  }

  private onMove(): void {
    const { lat, lng } = this.map.getCenter();
    const round = (value: number) => Number(value.toFixed(VIEW_DECIMALS));
    this.state.view = { zoom: this.map.getZoom(), lat: round(lat), lng: round(lng) };
    this.permalink.write(this.state, "replace");
    if (this.state.inView) this.results.showList(this.state, this.layersOn, this.shown);
  }

  private onHistory(): void {
    const before = this.state.open;
    this.state = this.readAddress();
    if (this.state.open && this.state.open !== before) void this.opened.fill(this.state.open);
    if (!this.state.open) this.card.close();
    if (this.state.view) this.scene.look(this.state.view);
    void this.answer(painted());
  }
}
