/** What the API sends and what the page keeps of it. The names of properties are the API's (snake case). */

export const LAYERS = [
  "product",
  "craft_village",
  "tourism_point",
  "sales_point",
  "producer",
  "zone",
  "commune",
] as const;
export type Layer = (typeof LAYERS)[number];

export interface LegacyCommune {
  code: string;
  /** Full old name, such as "Xã Mỹ Xương, huyện Cao Lãnh". */
  name: string;
}

export interface Properties {
  id: string;
  layer: Layer;
  name: string;
  stars: number | null;
  group: string | null;
  validity: string | null;
  precision: string | null;
  commune_code: string | null;
  commune_name: string | null;
  set?: number | null;
  commodity?: string | null;
  /** Months (1 to 12) of the main harvest, in order. */
  harvest_months?: number[] | null;
  /** What either language calls its commodity and group, for the search. */
  words?: string | null;
  producer_id?: string | null;
  producer_name?: string | null;
  legacy_commune_code?: string | null;
  /** Radius in metres of what the point stands for. */
  uncertainty_m?: number | null;
  /** Whether the place lies outside the province. */
  outside?: boolean;
  kind?: string | null;
  declared_ha?: number | null;
  standards?: string[];
  commune_codes?: string[];
  /** The places that a zone's source names, as it names them. */
  named_units?: string | null;
  boundary_source?: string | null;
  legacy_communes?: LegacyCommune[];
}

export interface Feature {
  type: "Feature";
  id?: string | number;
  geometry: GeoJSON.Geometry | null;
  properties: Properties;
}

export interface Collection {
  type: "FeatureCollection";
  numberMatched?: number;
  numberReturned?: number;
  features: Feature[];
}

/** A feature prepared for filtering and drawing. */
export interface Item {
  /** "layer/id", unique over the page. */
  key: string;
  layer: Layer;
  id: string;
  properties: Properties;
  geometry: GeoJSON.Geometry | null;
  /** Latitude and longitude of a point, null for polygons and for what is not located. */
  point: [number, number] | null;
  /** West, south, east, north of the geometry, null when not located. */
  box: Box | null;
  /** Whether the place must not be drawn as a pin. */
  approximate: boolean;
  /** Folded words that the text search looks at. */
  readonly haystack: string;
  communes: string[];
  legacyCommunes: string[];
}

/** West, south, east, north in degrees (WGS 84). */
export type Box = [number, number, number, number];

export interface Reference {
  id: string;
  name: string;
}

export interface ProductReference extends Reference {
  stars: number | null;
  validity: string | null;
}

export interface Recognition {
  event: string | null;
  stars: number | null;
  decided_on: string | null;
  decision_no: string | null;
  authority: string | null;
  source_url: string | null;
}

/** The months of a harvest as one source tells them. */
export interface Season {
  months: number[];
  /** Whether the source speaks of the commodity, not of this record alone. */
  of_commodity: boolean;
  source_url: string | null;
}

export interface SalesChannel {
  channel: string;
  name: string;
  url: string | null;
  country: string | null;
}

export type LinkKind = "zones" | "craft_villages" | "sales_points" | "tourism_points";

/** One record as the card shows it; everything but the first three may be missing. */
export interface OcopRecord {
  id: string;
  layer: Layer;
  name: string;
  stars?: number | null;
  group?: string | null;
  set?: number | null;
  commodity?: string | null;
  validity?: string | null;
  recognised_on?: string | null;
  expires_earliest?: string | null;
  expires_latest?: string | null;
  recognitions?: Recognition[];
  producer?: (Reference & { legal_form: string | null }) | null;
  kind?: string | null;
  craft?: string | null;
  legal_form?: string | null;
  woman_led?: boolean | null;
  phone?: string | null;
  website?: string | null;
  national_code?: string | null;
  story?: string | null;
  recognised_year?: number | null;
  /** Whether a household's exact place and address are held back. */
  is_withheld?: boolean | null;
  original_address?: string | null;
  current_address?: string | null;
  commune_code?: string | null;
  commune_name?: string | null;
  legacy_commune?: string | null;
  latitude?: number | null;
  longitude?: number | null;
  precision?: string | null;
  placed_by?: string | null;
  confidence?: number | null;
  explanation?: string | null;
  uncertainty_m?: number | null;
  coordinate_source?: string | null;
  warnings?: string[];
  source_url?: string | null;
  source_date?: string | null;
  products?: ProductReference[];
  sales_channels?: SalesChannel[];
  links?: Partial<Record<LinkKind, Reference[]>>;
  declared_ha?: number | null;
  computed_ha?: number | null;
  standards?: string[];
  named_units?: string | null;
  growing_area_code?: string | null;
  official_area_km2?: number | null;
  year?: number | null;
  harvest_months?: number[] | null;
  harvest?: Season[];
  geometry_source?: string | null;
  boundary_source?: string | null;
  legacy_communes?: LegacyCommune[];
  counts?: Partial<Record<Layer, number>>;
}

/** A place that an address may mean. */
export interface Candidate {
  latitude: number;
  longitude: number;
  commune_name: string | null;
  province_name: string;
  current_address: string | null;
  precision: string;
  uncertainty_m: number;
}

export interface Snapshot {
  generated_on: string;
  features: Partial<Record<Layer, Collection>>;
  records: Record<string, OcopRecord>;
}

export interface Config {
  locale: "vi" | "en";
  /** In a map saved to one file; else they come as a script of their own. */
  messages?: Record<string, string>;
  api: string;
  province: { code: string; name: string; bbox: Box };
  /** What stands before the readable part of a record's address; null where there are no such pages. */
  pages: Record<Layer, string> | null;
  /** The path of the map for frames on other sites; null where there is none. */
  embed: string | null;
  /** The page of what the device keeps, shown without a network; null where nothing is kept. */
  offline: string | null;
  /** The path of the page of tours; null where there is none. */
  tours: string | null;
  /** Whether this is the map in somebody's frame. */
  isEmbedded: boolean;
  snapshot: Snapshot | null;
}
