import { fold } from "../text";
import type { Box, Feature, Item, OcopRecord, Properties } from "../types";

/** Beyond this radius in metres a point stands for an area (design: exact and street are pins). */
const PIN_RADIUS_M = 200;
const PIN_PRECISIONS = new Set(["exact", "street"]);

/** Whether a place is known only roughly, so that a pin would claim too much. */
export function isApproximate(place: Pick<OcopRecord, "precision" | "uncertainty_m">): boolean {
  const isFine = PIN_PRECISIONS.has(place.precision ?? "");
  return !isFine || (place.uncertainty_m ?? 0) > PIN_RADIUS_M;
}

function positions(geometry: GeoJSON.Geometry): GeoJSON.Position[] {
  if (geometry.type === "Point") return [geometry.coordinates];
  if (geometry.type === "Polygon") return geometry.coordinates.flat();
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat(2);
  return [];
}

/** West, south, east, north of a point or polygon; null without coordinates. */
export function boxOf(geometry: GeoJSON.Geometry | null): Box | null {
  const found = geometry === null ? [] : positions(geometry);
  if (found.length === 0) return null;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of found) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** The box around all of these items; null when none has a place. */
export function boxAroundAll(items: readonly Item[]): Box | null {
  const boxes = items.flatMap(({ box }) => (box ? [box] : []));
  const outermost = ([west, south, east, north]: Box, other: Box): Box => [
    Math.min(west, other[0]),
    Math.min(south, other[1]),
    Math.max(east, other[2]),
    Math.max(north, other[3]),
  ];
  return boxes.length > 0 ? boxes.reduce(outermost) : null;
}

/** Names of communes by code. Two tables: every new code was an old commune's code before July 2025. */
export interface CommuneNames {
  current: Map<string, string>;
  legacy: Map<string, string>;
  /** Codes of the old communes that each new one was formed from. */
  formedFrom: Map<string, string[]>;
  /** Greater whenever a name has come. */
  version: number;
}

export function noNames(): CommuneNames {
  return { current: new Map(), legacy: new Map(), formedFrom: new Map(), version: 0 };
}

/** The folded words by which an item is found: its names, its producer, what it is made of, its communes. */
export function searchWords(properties: Properties, names: CommuneNames): string {
  const places = [
    properties.commune_name,
    properties.named_units,
    properties.words,
    names.legacy.get(properties.legacy_commune_code ?? ""),
    ...(properties.commune_codes ?? []).map((code) => names.current.get(code)),
    ...(properties.legacy_communes ?? []).map((unit) => unit.name),
  ];
  const craft = properties.layer === "craft_village" ? properties.kind : null;
  return fold([properties.name, properties.producer_name, craft, ...places].filter(Boolean).join(" "));
}

function communesOf(properties: Properties): string[] {
  if (properties.layer === "zone") return properties.commune_codes ?? [];
  const code = properties.layer === "commune" ? properties.id : properties.commune_code;
  return code ? [code] : [];
}

/** Codes of the old communes that an item lies in; a zone lies in those that formed its communes. */
export function legacyCommunesOf(properties: Properties, names: CommuneNames): string[] {
  if (properties.layer === "commune") return (properties.legacy_communes ?? []).map((unit) => unit.code);
  if (properties.layer === "zone") {
    return (properties.commune_codes ?? []).flatMap((code) => names.formedFrom.get(code) ?? []);
  }
  return properties.legacy_commune_code ? [properties.legacy_commune_code] : [];
}

/** Prepare one feature of the API for filtering and drawing. */
export function toItem(feature: Feature, names: CommuneNames): Item {
  const { properties, geometry } = feature;
  const [lng, lat] = geometry?.type === "Point" ? geometry.coordinates : [];
  let haystack = "";
  let version = -1;
  return {
    key: `${properties.layer}/${properties.id}`,
    layer: properties.layer,
    id: properties.id,
    properties,
    geometry,
    point: lat !== undefined && lng !== undefined ? [lat, lng] : null,
    box: boxOf(geometry),
    approximate: isApproximate(properties),
    get haystack() {
      // Folding thousands of texts takes long, and most visitors never search the list.
      if (version !== names.version) haystack = searchWords(properties, names);
      version = names.version;
      return haystack;
    },
    communes: communesOf(properties),
    legacyCommunes: legacyCommunesOf(properties, names),
  };
}
