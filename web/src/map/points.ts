import "leaflet.markercluster";
import { h } from "../dom";
import type { Texts } from "../i18n";
import type { Item } from "../types";
import { clusterIcon, itemIcon } from "./icons";
import L from "./leaflet";

export interface PointHandlers {
  /** One item was chosen. */
  open(item: Item): void;
  /** A cluster that zooming cannot take apart was chosen. */
  openPlace(items: Item[]): void;
}

const CLUSTER_RADIUS_PX = 44;
/** Markers nearer than this, in degrees (about a metre), lie at one place. */
const SAME_PLACE_DEG = 0.00001;

function isOnePlace(bounds: L.LatLngBounds): boolean {
  const height = bounds.getNorth() - bounds.getSouth();
  const width = bounds.getEast() - bounds.getWest();
  return height < SAME_PLACE_DEG && width < SAME_PLACE_DEG;
}

function isActivation(event: L.LeafletEvent): boolean {
  const key = (event as L.LeafletKeyboardEvent).originalEvent?.key;
  return event.type.endsWith("click") || key === "Enter" || key === " ";
}

/** Every point of every layer in one cluster group, so that filters reach inside clusters. */
export class Points {
  private readonly map: L.Map;
  private readonly texts: Texts;
  private readonly handlers: PointHandlers;
  private readonly group: L.MarkerClusterGroup;
  private readonly markers = new Map<string, L.Marker>();
  private readonly itemOf = new WeakMap<L.Layer, Item>();
  private shown = "";
  private halo: L.Circle | null = null;

  constructor(map: L.Map, texts: Texts, handlers: PointHandlers) {
    this.map = map;
    this.texts = texts;
    this.handlers = handlers;
    this.group = L.markerClusterGroup({
      maxClusterRadius: CLUSTER_RADIUS_PX,
      spiderfyOnMaxZoom: false,
      zoomToBoundsOnClick: false,
      showCoverageOnHover: false,
      animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      iconCreateFunction: (cluster) => clusterIcon(this.itemsOf(cluster), texts),
    });
    this.group.on("click keypress", (event) => this.onMarker(event));
    this.group.on("clusterclick clusterkeypress", (event) => this.onCluster(event));
    map.addLayer(this.group);
  }

  /** Show exactly these items; those without a point are passed over. */
  show(items: Item[]): void {
    const located = items.filter((item) => item.point !== null);
    const wanted = located.map((item) => item.key).join("\n");
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.group.clearLayers();
    this.group.addLayers(located.map((item) => this.marker(item)));
  }

  /** Mark the item whose card is open: the area its point stands for, or a ring around its pin. */
  mark(item: Item | null): void {
    this.halo?.remove();
    this.halo = null;
    if (!item?.point) return;
    const radius = item.approximate ? (item.properties.uncertainty_m ?? 0) : 30;
    const className = item.approximate ? "halo halo-approximate" : "halo";
    this.halo = L.circle(item.point, { radius, className, interactive: false, renderer: L.svg() });
    this.halo.addTo(this.map);
  }

  private marker(item: Item): L.Marker {
    const known = this.markers.get(item.key);
    if (known || !item.point) return known as L.Marker;
    const marker = L.marker(item.point, { icon: itemIcon(item, this.texts), riseOnHover: true });
    marker.bindTooltip(() => h("span", { attrs: { lang: "vi" } }, item.properties.name), {
      direction: "top",
    });
    this.markers.set(item.key, marker);
    this.itemOf.set(marker, item);
    return marker;
  }

  private itemsOf(cluster: L.MarkerCluster): Item[] {
    return cluster.getAllChildMarkers().flatMap((marker) => this.itemOf.get(marker) ?? []);
  }

  private onMarker(event: L.LeafletEvent): void {
    const item = this.itemOf.get(event.propagatedFrom);
    if (item && isActivation(event)) this.handlers.open(item);
  }

  private onCluster(event: L.LeafletEvent): void {
    if (!isActivation(event)) return;
    const cluster = event.propagatedFrom as L.MarkerCluster;
    const atDeepest = this.map.getZoom() >= this.map.getMaxZoom();
    if (atDeepest || isOnePlace(cluster.getBounds())) this.handlers.openPlace(this.itemsOf(cluster));
    else this.map.fitBounds(cluster.getBounds(), { padding: [40, 40] });
  }
}
