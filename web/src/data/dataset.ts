import { type Collection, type Item, LAYERS, type Layer } from "../types";
import { type CommuneNames, legacyCommunesOf, noNames, toItem } from "./items";
import type { Steps } from "../pause";

/**
 * Everything loaded so far, layer by layer, each in Vietnamese name order as it came: the same whatever came first,
 * so that points gather into the same groups at every visit.
 */
export class Dataset {
  readonly items: Item[] = [];
  readonly names: CommuneNames = noNames();
  private readonly byKey = new Map<string, Item>();

  /**
   * Add a layer's features in steps: all of them are there after the last one. The communes also teach the other
   * layers the names of their places.
   */
  *add(layer: Layer, collection: Collection): Steps {
    const items: Item[] = [];
    for (const feature of collection.features) {
      items.push(toItem(feature, this.names));
      yield;
    }
    this.take(layer, items);
    if (layer === "commune") this.learnNames(collection);
    else for (const item of items) item.legacyCommunes = legacyCommunesOf(item.properties, this.names);
  }

  private take(layer: Layer, items: Item[]): void {
    for (const item of items) this.byKey.set(item.key, item);
    const rank = LAYERS.indexOf(layer);
    const after = this.items.findIndex((item) => LAYERS.indexOf(item.layer) > rank);
    this.items.splice(after < 0 ? this.items.length : after, 0, ...items);
  }

  get(key: string): Item | undefined {
    return this.byKey.get(key);
  }

  /** The items of a layer, in name order. */
  ofLayer(layer: Layer): Item[] {
    return this.items.filter((item) => item.layer === layer);
  }

  private learnNames(communes: Collection): void {
    for (const { properties } of communes.features) {
      this.names.current.set(properties.id, properties.name);
      const units = properties.legacy_communes ?? [];
      for (const unit of units) this.names.legacy.set(unit.code, unit.name);
      this.names.formedFrom.set(
        properties.id,
        units.map((unit) => unit.code),
      );
    }
    this.names.version += 1;
    for (const item of this.items) item.legacyCommunes = legacyCommunesOf(item.properties, this.names);
  }
}
