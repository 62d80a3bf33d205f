/** The record whose card is open: brought from the source, marked on the map, named in the address. */

import type { Dataset } from "../data/dataset";
import type { Loader } from "../data/loader";
import { type Source, SourceError } from "../data/source";
import type { Scene } from "../map/scene";
import type { Item, Layer } from "../types";
import type { Card } from "./card";

export interface OpenedParts {
  card: Card;
  dataset: Dataset;
  loader: Loader;
  source: Source;
  scene: Scene;
  /** The key in the state now. */
  current(): string | null;
  /** The state is to name this record as open. */
  set(open: string | null, history: "replace" | "push"): void;
}

export class Opened {
  private readonly parts: OpenedParts;

  constructor(parts: OpenedParts) {
    this.parts = parts;
  }

  open(key: string): void {
    const { dataset, scene } = this.parts;
    this.set(key, this.parts.current() === null ? "push" : "replace");
    void this.fill(key).then(() => scene.bringIntoView(dataset.get(key)));
  }

  openPlace(items: Item[]): void {
    // Else the record opened before, still on its way, would take the place's list away.
    this.set(null);
    this.parts.card.showPlace(items);
    this.parts.scene.bringIntoView(items[0]);
  }

  close(): void {
    this.parts.card.close();
    this.set(null);
  }

  /** Fill the card with a record, unless another has been opened meanwhile. */
  async fill(key: string): Promise<void> {
    const { card, dataset } = this.parts;
    const answer = this.record(key).catch((error: unknown) => ({ error }));
    card.showWaiting(key, dataset.get(key));
    const record = await answer;
    if (this.parts.current() !== key) return;
    if ("error" in record) card.showError(record.error);
    else card.showRecord(record);
  }

  /** Only the card, the mark on the map and the address follow which record is open. */
  private set(open: string | null, history: "replace" | "push" = "replace"): void {
    this.parts.set(open, history);
    this.parts.scene.mark(this.parts.dataset.get(open ?? ""));
  }

  /** The record of a key; one that its whole layer does not hold is not asked for. */
  private async record(key: string): ReturnType<Source["record"]> {
    const { dataset, loader, source } = this.parts;
    const [layer = "", id = ""] = key.split(/\/(.*)/s);
    if (!dataset.get(key)) await loader.settled(layer as Layer);
    if (!dataset.get(key) && loader.hasAllOf(layer as Layer)) throw new SourceError(404);
    return source.record(layer as Layer, id);
  }
}
