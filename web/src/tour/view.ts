/** A tour shown: its list, its sums and its way on the map, with what is to be known of it. */

import type L from "leaflet";
import type { Dataset } from "../data/dataset";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { Framing } from "./framing";
import { Itinerary, type ItineraryHandlers } from "./itinerary";
import { marksOf, pointOfPlace } from "./marks";
import { itemKey, type Place, type Tour } from "./model";
import type { Plan, PlanPlace } from "./plan";
import { Route } from "./route";
import { nameOf, rowsOf } from "./rows";
import { saved, totals } from "./totals";

const VISIT_ZOOM = 14;

export class TourView {
  readonly itinerary: Itinerary;
  private readonly map: L.Map;
  private readonly texts: Texts;
  private readonly dataset: Dataset;
  private readonly route: Route;
  private readonly framing: Framing;
  private readonly choose: (id: number) => void;
  private tour: Tour | null = null;
  private plan: Plan | null = null;

  constructor(
    map: L.Map,
    texts: Texts,
    dataset: Dataset,
    isFixed: boolean,
    home: L.LatLngBounds,
    handlers: Omit<ItineraryHandlers, "show"> & { choose(id: number): void },
  ) {
    this.map = map;
    this.texts = texts;
    this.dataset = dataset;
    this.route = new Route(map, texts);
    this.framing = new Framing(map, () => this.route.bounds ?? home);
    this.choose = handlers.choose;
    const name = (place: Place, found: PlanPlace | null) => this.name(place, found);
    const more = { ...handlers, show: (place: Place) => this.visit(place) };
    this.itinerary = new Itinerary(one("#tour-stops"), texts, isFixed, name, more);
  }

  /** Show a tour; without its plan, straight lines stand in for the way until it comes. */
  show(tour: Tour, plan: Plan | null, isWaiting: boolean): void {
    this.tour = tour;
    this.plan = plan;
    this.itinerary.show(rowsOf({ tour, plan }));
    one("#tour-stops").setAttribute("aria-busy", String(isWaiting));
    const marks = marksOf(tour, plan, {
      item: (key) => this.dataset.get(key),
      name: (place, found) => this.name(place, found),
      choose: this.choose,
    });
    if (plan) this.route.draw(marks, plan.legs, plan.network?.attribution ?? "");
    else this.route.drawWaiting(marks);
    this.tell(tour, plan, isWaiting);
  }

  /** Bring the tour into view, or where there is none what is seen at first. */
  fit(isAlways = true): void {
    const isInView = this.route.bounds === null || this.framing.isWhole;
    if (isAlways || !isInView) this.framing.fit();
  }

  name(place: Place, found: PlanPlace | null): string {
    return nameOf(place, found, (key) => this.dataset.get(itemKey(key))?.properties.name);
  }

  /** The point of a place, null where it is not known. */
  point(place: Place): [number, number] | null {
    return pointOfPlace(place, this.found(place), { item: (key) => this.dataset.get(key) });
  }

  /** What the plan knows of a place. */
  found(place: Place): PlanPlace | null {
    const index = this.tour?.stops.findIndex((stop) => stop.place === place) ?? -1;
    if (index >= 0) return this.plan?.stops[index] ?? null;
    return (place === this.tour?.start ? this.plan?.start : this.plan?.end) ?? null;
  }

  private visit(place: Place): void {
    const point = this.point(place);
    if (!point) return;
    this.map.invalidateSize({ animate: false });
    this.map.setView(point, Math.max(this.map.getZoom(), VISIT_ZOOM));
  }

  private tell(tour: Tour, plan: Plan | null, isWaiting: boolean): void {
    const wait = isWaiting && tour.stops.length > 0 ? this.texts.t("tour.waiting") : "";
    one("#tour-totals").textContent = plan ? totals(plan, this.texts) : wait;
    one("#tour-saved").textContent = (plan && saved(plan, this.texts)) ?? "";
    const source = plan?.network?.attribution;
    one("#tour-credit").textContent = source ? this.texts.t("tour.file.roads", { source }) : "";
    one("#tour-notices").replaceChildren(...(plan?.notices ?? []).map(({ message }) => h("li", {}, message)));
  }
}
