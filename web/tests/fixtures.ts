import { noNames, toItem } from "../src/data/items";
import type { Feature, Item, Layer, Properties } from "../src/types";

/** A feature with what a test cares about; everything else not known. */
export function feature(
  layer: Layer,
  id: string,
  known: Partial<Properties> = {},
  at?: [number, number],
): Feature {
  const properties: Properties = {
    id,
    layer,
    name: id,
    stars: null,
    group: null,
    validity: null,
    precision: null,
    commune_code: null,
    commune_name: null,
    ...known,
  };
  return { type: "Feature", geometry: at ? { type: "Point", coordinates: at } : null, properties };
}

export function item(layer: Layer, id: string, known: Partial<Properties> = {}, at?: [number, number]): Item {
  return toItem(feature(layer, id, known, at), noNames());
}
