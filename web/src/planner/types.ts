/** What the page hands over and what the API answers. Names of fields are theirs. */

import type { Box, Layer } from "../types";

export interface Measure {
  key: string;
  /** Whether it follows from recognitions, so that two days can be compared. */
  isDated: boolean;
  /** Whether zero means that there is none, which is a class of its own. */
  isCounted: boolean;
}

export interface PlannerConfig {
  locale: "vi" | "en";
  api: string;
  province: { code: string; name: string; bbox: Box };
  today: string;
  firstYear: number;
  measures: Measure[];
  commodities: string[];
  folders: Record<Layer, string>;
  list: string;
}

export interface CommuneRow {
  id: string;
  name: string;
  measures: Record<string, number | null>;
  hectares: Record<string, number>;
  undated_products: number;
  unknown_products: number;
  craft_villages: number;
  tourism_points: number;
  sales_points: number;
}

export interface Hexagons extends GeoJSON.FeatureCollection<GeoJSON.Polygon, { n: number }> {
  total: number;
  counted: number;
  approximate: number;
  not_located: number;
}

export interface Flow {
  producer_id: string;
  producer_name: string;
  zone_id: string;
  zone_name: string;
  commodity: string;
  is_linked: boolean;
  uncertainty_m: number | null;
  products: { id: string; name: string }[];
  km: number;
}

export interface Flows extends GeoJSON.FeatureCollection<GeoJSON.LineString, Flow> {
  without: number;
}

export interface AreaRecord {
  layer: Layer;
  id: string;
  name: string;
  commune_name: string | null;
}

export interface AreaAnalysis {
  geometry: GeoJSON.MultiPolygon;
  notes: string[];
  ha: number;
  outside_ha: number;
  communes: { id: string; name: string; ha: number; share: number }[];
  commodities: { commodity: string; zones: number; summed_ha: number; union_ha: number }[];
  zones: { id: string; name: string; commodity: string; ha: number }[];
  counts: {
    layers: Partial<Record<Layer, number>>;
    valid: number;
    unknown: number;
    stars: Record<string, number>;
    subjects: number;
    cooperatives: number;
    small_enterprises: number;
    woman_led: number;
    with_stable_zone: number;
  };
  records: AreaRecord[];
}
