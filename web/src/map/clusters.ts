/** Nearby points gathered into groups that know how many of what they hold; nothing is drawn here. */

import Supercluster, { type ClusterProperties, type InputFeature } from "supercluster";
import type { Box, Item } from "../types";

/** What a group counts: products by their stars, everything else by its layer. */
export const KINDS = [
  "5",
  "4",
  "3",
  "unknown",
  "producer",
  "craft_village",
  "tourism_point",
  "sales_point",
] as const;
export type Kind = (typeof KINDS)[number];
export type Counts = Record<Kind, number>;

type LatLng = [number, number];

/** Several items drawn as one. */
export interface Group {
  counts: Counts;
  total: number;
  /** Whether no item of it is at a place known well. */
  approximate: boolean;
  /** What its items extend over. */
  box: Box;
  /** The greatest radius, in metres, of what an item's point stands for. */
  uncertainty: number;
  /** The index that it comes from, and its name there: in another index that is somebody else's or nobody's. */
  index: Clusters;
  id: number;
}

/** What stands at one point of the map at one zoom; the same key is the same drawing. */
export type Mark = { key: string; at: LatLng } & ({ item: Item; group?: never } | { group: Group; item?: never });

/** Flat, because the index copies it only one level deep. */
type Tally = Counts & { exact: number; uncertainty: number; west: number; south: number; east: number; north: number };
// A type, not an interface: the index wants properties of any name.
type Leaf = { item: Item };

const RADIUS_PX = 44;
const TILE_PX = 256;
const NOTHING = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Counts;

export function kindOf({ layer, properties }: Item): Kind {
  const name = layer === "product" ? String(properties.stars) : layer;
  return KINDS.find((kind) => kind === name) ?? "unknown";
}

function tally({ item }: Leaf): Tally {
  const [lat, lng] = item.point as LatLng;
  const extent = { west: lng, south: lat, east: lng, north: lat };
  const uncertainty = item.properties.uncertainty_m ?? 0;
  return { ...NOTHING, ...extent, uncertainty, exact: item.approximate ? 0 : 1, [kindOf(item)]: 1 };
}

function add(sum: Tally, part: Readonly<Tally>): void {
  for (const kind of KINDS) sum[kind] += part[kind];
  sum.exact += part.exact;
  sum.uncertainty = Math.max(sum.uncertainty, part.uncertainty);
  sum.west = Math.min(sum.west, part.west);
  sum.south = Math.min(sum.south, part.south);
  sum.east = Math.max(sum.east, part.east);
  sum.north = Math.max(sum.north, part.north);
}

function groupOf(found: ClusterProperties & Tally, index: Clusters): Group {
  return {
    counts: found,
    total: found.point_count,
    approximate: found.exact === 0,
    box: [found.west, found.south, found.east, found.north],
    uncertainty: found.uncertainty,
    index,
    id: found.cluster_id,
  };
}

/** An index of items with a point, for every zoom from `minZoom` to `maxZoom`. */
export class Clusters {
  private readonly index: Supercluster<Leaf, Tally>;
  private readonly items: Item[];

  constructor(items: Item[], minZoom: number, maxZoom: number) {
    this.items = items;
    this.index = new Supercluster<Leaf, Tally>({
      minZoom,
      maxZoom,
      radius: RADIUS_PX,
      extent: TILE_PX,
      map: tally,
      reduce: add,
    });
    this.index.load(items.flatMap((item) => this.feature(item)));
  }

  /** What stands in a box at a zoom. */
  marks(box: Box, zoom: number): Mark[] {
    return this.index.getClusters(box, zoom).map(({ properties, geometry }) => {
      if ("item" in properties) {
        const { item } = properties;
        return { key: item.key, at: item.point as LatLng, item };
      }
      const group = groupOf(properties, this);
      const [lng = 0, lat = 0] = geometry.coordinates;
      const place = `${lat.toFixed(6)} ${lng.toFixed(6)}`;
      return { key: `${place} ${KINDS.map((kind) => group.counts[kind])}`, at: [lat, lng], group };
    });
  }

  /** The items of a group, in the order in which they were given. */
  of({ id }: Group): Item[] {
    const found = new Set(this.index.getLeaves(id, Infinity).map(({ properties }) => properties.item));
    return this.items.filter((item) => found.has(item));
  }

  /** The zoom at which a group falls apart; greater than `maxZoom` for items at one place. */
  partingZoom({ id }: Group): number {
    return this.index.getClusterExpansionZoom(id);
  }

  private feature(item: Item): InputFeature<Leaf>[] {
    if (!item.point) return [];
    const [lat, lng] = item.point;
    return [{ type: "Feature", properties: { item }, geometry: { type: "Point", coordinates: [lng, lat] } }];
  }
}
