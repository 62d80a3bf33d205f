import L from "leaflet";
import { h } from "../dom";
import type { Texts } from "../i18n";
import { atOnce, painted, type Steps } from "../pause";
import type { Box, Item } from "../types";
import { Clusters, type Mark } from "./clusters";
import { groupIcon, itemIcon, spokenCounts } from "./icons";
import { nameMarkers } from "./tooltips";

export interface PointHandlers {
  /** One item was chosen. */
  open(item: Item): void;
  /** A group that zooming cannot take apart was chosen. */
  openPlace(items: Item[]): void;
  /** Other marks are drawn than before. */
  drawn(marks: Mark[]): void;
}

/** Share of the view's width and height that is drawn beyond each of its edges. */
const MARGIN = 0.3;
const PADDING_PX = 40;

function isActivation(event: L.LeafletEvent): boolean {
  const key = (event as L.LeafletKeyboardEvent).originalEvent?.key;
  return event.type === "click" || key === "Enter" || key === " ";
}

function boxOf(bounds: L.LatLngBounds): Box {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** Every point of every layer in one index, so that filters reach inside groups; drawn are those in view. */
export class Points {
  private readonly map: L.Map;
  private readonly texts: Texts;
  private readonly handlers: PointHandlers;
  private readonly group = L.featureGroup();
  private readonly markers = new Map<string, L.Marker>();
  private readonly marks = new WeakMap<L.Layer, Mark>();
  private items: Item[] = [];
  /** None before the first items: an index of nothing takes time as well. */
  private clusters: Clusters | undefined;
  /** What is drawn now. */
  private drawn: { zoom: number; bounds: L.LatLngBounds } | null = null;

  constructor(map: L.Map, texts: Texts, handlers: PointHandlers) {
    this.map = map;
    this.texts = texts;
    this.handlers = handlers;
    this.group.on("click keypress", (event) => this.onMark(event));
    nameMarkers(map, this.group, (marker) => this.name(marker));
    map.addLayer(this.group);
    map.on("moveend", () => this.draw());
    map.on("move", () => this.drawWhenBare());
  }

  /** Show exactly these items, in steps; those without a point are passed over. */
  *show(items: Item[]): Steps {
    const isSame = items.length === this.items.length && items.every((item, at) => item === this.items[at]);
    if (!isSame) {
      yield "heavy";
      this.clusters = new Clusters(items, this.map.getMinZoom(), this.map.getMaxZoom());
      this.items = items;
      yield "heavy";
    }
    yield* this.drawing();
  }

  /** While a finger drags the map beyond what was drawn; never in the middle of a zoom. */
  private drawWhenBare(): void {
    const isZooming = this.drawn?.zoom !== this.map.getZoom();
    if (!isZooming && !this.drawn?.bounds.contains(this.map.getBounds())) this.draw();
  }

  /** Draw at once: what the finger moves must be there. */
  private draw(): void {
    atOnce(this.drawing());
  }

  /** Draw what is in view, one mark at every step; given up as soon as another drawing begins. */
  private *drawing(): Steps {
    const zoom = this.map.getZoom();
    const bounds = this.map.getBounds().pad(MARGIN);
    const drawn = { zoom, bounds };
    this.drawn = drawn;
    const marks = this.clusters?.marks(boxOf(bounds), zoom) ?? [];
    const wanted = new Map(marks.map((mark) => [mark.key, mark]));
    const focused = this.clear(wanted);
    try {
      for (const mark of wanted.values()) {
        this.place(mark);
        yield;
        if (this.drawn !== drawn) return;
      }
    } finally {
      if (focused) this.focusNear(focused);
    }
    this.handlers.drawn([...wanted.values()]);
  }

  /** Take away what is no longer wanted; returns where the keyboard's focus was, if it was there. */
  private clear(wanted: Map<string, Mark>): L.LatLng | null {
    let focused: L.LatLng | null = null;
    for (const [key, marker] of this.markers) {
      if (wanted.has(key)) continue;
      if (marker.getElement() === document.activeElement) focused = marker.getLatLng();
      this.group.removeLayer(marker);
      this.markers.delete(key);
    }
    return focused;
  }

  private place(mark: Mark): void {
    const known = this.markers.get(mark.key);
    const marker = known ?? this.marker(mark);
    this.marks.set(marker, mark);
    if (known) return;
    this.markers.set(mark.key, marker);
    this.group.addLayer(marker);
  }

  private marker(mark: Mark): L.Marker {
    const icon = mark.item ? itemIcon(mark.item, this.texts) : groupIcon(mark.group, this.texts);
    return L.marker(mark.at, { icon, riseOnHover: true });
  }

  private name(marker: L.Marker): HTMLElement {
    const { item, group } = this.marks.get(marker) as Mark;
    if (item) return h("span", { attrs: { lang: "vi" } }, item.properties.name);
    const lines = spokenCounts(group.counts, this.texts).map((line) => h("li", {}, line));
    return h("ul", {}, ...lines);
  }

  /** Keep the keyboard's place on the map when the mark that held it has come apart. */
  private focusNear(place: L.LatLng): void {
    const distance = (marker: L.Marker) => marker.getLatLng().distanceTo(place);
    const [nearest] = [...this.markers.values()].sort((a, b) => distance(a) - distance(b));
    (nearest?.getElement() ?? this.map.getContainer()).focus({ preventScroll: true });
  }

  private onMark(event: L.LeafletEvent): void {
    const mark = this.marks.get(event.propagatedFrom);
    if (!mark || !isActivation(event)) return;
    if (mark.item) this.handlers.open(mark.item);
    // That it was pressed is seen before what a phone takes long for.
    else void painted().then(() => this.takeApart(mark));
  }

  private takeApart({ at, group }: Mark & { group: NonNullable<Mark["group"]> }): void {
    const zoom = group.index.partingZoom(group);
    if (zoom > this.map.getMaxZoom()) {
      this.handlers.openPlace(group.index.of(group));
      return;
    }
    const [west, south, east, north] = group.box;
    const bounds = L.latLngBounds([south, west], [north, east]);
    const padding = L.point(2 * PADDING_PX, 2 * PADDING_PX);
    const fitting = this.map.getBoundsZoom(bounds, false, padding);
    this.map.setView(fitting >= zoom ? bounds.getCenter() : at, Math.max(fitting, zoom));
  }
}
