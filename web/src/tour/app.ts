/** The page of a tour at work: one tour, from which list, map, settings, files and address all follow. */

import L from "leaflet";
import type { DeclaredLayer } from "../data/loader";
import { one } from "../dom";
import type { Texts } from "../i18n";
import { Notice } from "../panel/notice";
import { type TourConfig, told } from "./config";
import { draft, forgetDraft, keepDraft } from "./draft";
import * as edit from "./edit";
import { History } from "./history";
import { isSame, readLink, writeLink } from "./link";
import { emptyTour, isRecord, itemKey, type Place, type Tour } from "./model";
import { Places } from "./places";
import { fetchPlan, type Plan, Planner, PlanError, type Suggestion } from "./plan";
import { orderOf, reindexed } from "./reindex";
import { Tools } from "./tools";
import { TourView } from "./view";

export class TourApp {
  private readonly map: L.Map;
  private readonly config: TourConfig;
  private readonly texts: Texts;
  private readonly notice: Notice;
  private readonly places: Places;
  private readonly view: TourView;
  private readonly planner: Planner;
  private readonly history: History;
  /** Only where the tour can be changed. */
  private readonly tools: Tools | null;
  private plan: Plan | null = null;

  constructor(map: L.Map, config: TourConfig, texts: Texts, declared: DeclaredLayer[]) {
    this.map = map;
    this.config = config;
    this.texts = texts;
    this.notice = new Notice(texts);
    this.places = new Places(map, texts, config, declared, this.notice, {
      come: () => this.onItems(),
      open: (key) => this.tools?.sources.open(key),
      openPlace: (items) => this.tools?.sources.openPlace(items),
    });
    this.view = this.makeView();
    this.planner = new Planner((tour, signal) => fetchPlan(config.api, config.locale, tour, signal), {
      planned: (tour, plan) => this.onPlan(tour, plan),
      failed: (_tour, error) => this.onTrouble(error),
    });
    this.history = new History(this.read());
    this.tools = config.isEmbedded ? null : this.makeTools();
  }

  private get tour(): Tour {
    return this.history.current;
  }

  private makeView(): TourView {
    const [west, south, east, north] = this.config.province.bbox;
    const home = L.latLngBounds([south, west], [north, east]);
    return new TourView(this.map, this.texts, this.places.dataset, this.config.isEmbedded, home, {
      move: (from, to) => this.move(from, to),
      remove: (id) => this.remove(id),
      lock: (id, locked) => this.change(edit.changed(this.tour, id, { locked })),
      stay: (id, visit) => this.change(edit.changed(this.tour, id, { visit })),
      rename: (id, name) => this.change(edit.renamed(this.tour, id, name)),
      terminal: (id, at) => this.change(edit.terminalFrom(this.tour, id, at)),
      clear: (at) => this.change(at === "start" ? edit.startedAt(this.tour, null) : edit.endedAt(this.tour, null)),
      swap: (id, suggestion) => this.swap(id, suggestion),
      reach: (id) => this.reach(id),
      choose: (id) => {
        this.tools?.sources.showList();
        this.view.itinerary.open(id);
      },
    });
  }

  private makeTools(): Tools {
    return new Tools(this.map, this.places, this.texts, this.config, this.notice, {
      tour: () => this.tour,
      change: (tour) => this.change(tour),
      add: (place, name, at) => this.add(place, name, at),
    });
  }

  /** Show what the address says; its plan may have come with the page. */
  start(): void {
    const { planned } = this.config;
    this.mountButtons();
    window.addEventListener("popstate", () => this.onHistory());
    window.addEventListener("online", () => this.replan());
    if (planned && isSame(readLink(planned.link).tour, this.tour)) this.onPlan(this.tour, planned.plan);
    else this.replan();
    this.view.fit();
    this.offerDraft();
    this.places.load();
  }

  private mountButtons(): void {
    if (!this.tools) return;
    one("#tour-undo").addEventListener("click", () => this.go(this.history.undo(), "tour.undone"));
    one("#tour-redo").addEventListener("click", () => this.go(this.history.redo(), "tour.redone"));
    one("#tour-fit").addEventListener("click", () => this.view.fit());
    one("#tour-forget").addEventListener("click", () => {
      forgetDraft();
      this.say(this.texts.t("tour.forgotten"));
    });
    one("#tour-empty").addEventListener("click", () => this.change(emptyTour(), this.texts.t("tour.emptied")));
  }

  private read(): Tour {
    const { tour, leftOut, isNewer } = readLink(location.search);
    if (isNewer) this.notice.say("newer", this.texts.t("tour.newer"));
    if (leftOut.length > 0) this.notice.say("left-out", told(leftOut, this.texts));
    return tour;
  }

  /** A draft is offered, never put in the place of what a link says. */
  private offerDraft(): void {
    const kept = draft();
    if (!kept || isSame(kept, this.tour) || this.config.isEmbedded) return;
    const way = { label: this.texts.t("tour.draft_open"), go: () => this.go(kept, null) };
    this.notice.say("draft", this.texts.count("tour.draft", kept.stops.length), { way });
  }

  private add(place: Place, name: string, at?: number): void {
    const more = edit.added(this.tour, place, at);
    if (more === this.tour) return this.say(this.texts.t("tour.full"));
    this.change(more, this.texts.t("tour.added", { name, n: more.stops.length }));
    this.view.fit(false);
  }

  private move(from: number, to: number): void {
    const stop = this.tour.stops[from];
    if (!stop) return;
    const moved = edit.moved(this.tour, stop.id, to);
    const name = this.view.name(stop.place, this.view.found(stop.place));
    const at = moved.stops.findIndex((each) => each.id === stop.id) + 1;
    const values = { name, n: at, all: moved.stops.length };
    const key = this.tour.order === "best" && moved !== this.tour ? "tour.moved_freed" : "tour.moved";
    if (!this.change(moved, this.texts.t(key, values))) this.say(this.texts.t("tour.moved", values));
  }

  private remove(id: number): void {
    const { stops } = this.tour;
    const index = stops.findIndex((stop) => stop.id === id);
    const stop = stops[index];
    if (!stop) return;
    const name = this.view.name(stop.place, this.view.found(stop.place));
    const next = stops[index + 1] ?? stops[index - 1];
    this.change(edit.removed(this.tour, id), this.texts.t("tour.removed", { name }));
    if (next) this.view.itinerary.focus(String(next.id), "handle");
    else one("#q").focus();
  }

  private swap(id: number, { key, name }: Suggestion): void {
    const index = this.tour.stops.findIndex((stop) => stop.id === id);
    const without = edit.removed(this.tour, id);
    this.change(edit.added(without, { key }, index), this.texts.t("tour.added", { name, n: this.tour.stops.length }));
  }

  private reach(id: number): void {
    const place = this.tour.stops.find((stop) => stop.id === id)?.place;
    const point = place && this.view.point(place);
    if (!place || !point) return;
    this.tools?.sources.showMap();
    void this.tools?.reach.show({ name: this.view.name(place, this.view.found(place)), point }, this.tour);
  }

  /** Take up a tour that somebody made of the present one; false when it is the same. */
  private change(tour: Tour, said?: string): boolean {
    const before = draft();
    const isFirst = !this.history.canUndo;
    if (!this.history.commit(tour)) return false;
    if (isFirst && before && !isSame(before, tour)) this.keepWay(before);
    this.taken("pushState");
    if (said) this.say(said);
    return true;
  }

  /** The draft that another tour takes the place of stays one tap away. */
  private keepWay(before: Tour): void {
    const isBegun = before.stops.every((stop) => edit.hasStop(this.tour, stop.place));
    if (isBegun) return this.notice.unsay("draft");
    const way = { label: this.texts.t("tour.draft_open"), go: () => this.go(before, null) };
    this.notice.say("draft", this.texts.count("tour.draft_before", before.stops.length), { way });
  }

  /** Go to a tour of before, or to one kept. */
  private go(tour: Tour, said: string | null): void {
    this.history.commit(tour);
    this.taken("replaceState");
    if (said) this.say(this.texts.t(said));
    this.view.fit(false);
  }

  private taken(how: "pushState" | "replaceState"): void {
    keepDraft(this.tour);
    const link = this.tour.stops.length > 0 || this.tour.start ? `?${writeLink(this.tour)}` : location.pathname;
    window.history[how](null, "", link);
    this.notice.unsay("left-out");
    this.replan();
  }

  private onHistory(): void {
    this.history.commit(this.read());
    this.replan();
  }

  /** Ask for the plan anew, the list and straight lines shown meanwhile. */
  private replan(): void {
    this.plan = null;
    const isEmpty = this.tour.stops.length === 0;
    if (isEmpty) this.planner.stop();
    else this.planner.want(this.tour);
    this.render(!isEmpty);
  }

  private onPlan(tour: Tour, plan: Plan): void {
    const isBest = tour.order === "best";
    const order = orderOf(plan);
    this.plan = isBest ? reindexed(plan, order) : plan;
    if (isBest) {
      this.history.settle(edit.arranged(tour, order));
      window.history.replaceState(null, "", `?${writeLink(this.tour)}`);
      if (this.tools) keepDraft(this.tour);
    }
    this.notice.unsay("trouble");
    this.render(false);
    void this.tools?.suggestions.refresh();
  }

  private onTrouble(error: PlanError): void {
    const again = { label: this.texts.t("error.retry"), go: () => this.replan() };
    const said = error.message || this.texts.t(navigator.onLine ? "tour.failed" : "tour.offline");
    this.notice.say("trouble", said, { way: again });
    this.render(false);
  }

  private render(isWaiting: boolean): void {
    this.view.show(this.tour, this.plan, isWaiting);
    this.tools?.show(this.tour, this.plan, this.history);
  }

  private onItems(): void {
    this.tools?.sources.over();
    // Names and places of records that no plan has told yet.
    const { dataset } = this.places;
    const isWanting = this.plan === null && this.tour.stops.some(({ place }) => isRecord(place) && dataset.get(itemKey(place.key)));
    if (isWanting) this.view.show(this.tour, null, true);
  }

  /** Tell those who hear the page what has happened. */
  private say(text: string): void {
    one("#tour-said").textContent = text;
  }
}
