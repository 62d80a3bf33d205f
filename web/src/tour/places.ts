/** The places that can be visited around a tour: fetched layer by layer, drawn on the map in steps. */

import type L from "leaflet";
import { Dataset } from "../data/dataset";
import { type DeclaredLayer, Loader } from "../data/loader";
import { Source } from "../data/source";
import type { Texts } from "../i18n";
import { Scene } from "../map/scene";
import type { Notice } from "../panel/notice";
import { inSteps } from "../pause";
import type { Item } from "../types";
import type { TourConfig } from "./config";

export interface PlacesHandlers {
  /** More of them are known. */
  come(): void;
  open(key: string): void;
  openPlace(items: Item[]): void;
}

export class Places {
  readonly dataset = new Dataset();
  readonly source: Source;
  readonly loader: Loader;
  readonly scene: Scene;
  private readonly map: L.Map;
  private drawings = 0;

  constructor(map: L.Map, texts: Texts, config: TourConfig, declared: DeclaredLayer[], notice: Notice, on: PlacesHandlers) {
    this.map = map;
    this.source = new Source(config, null);
    // A frame shows the tour over the communes, and no other places.
    const layers = config.isEmbedded ? declared.filter(({ layer }) => layer === "commune") : declared;
    this.loader = new Loader(this.source, layers, {
      loaded: async (layer, collection) => {
        await inSteps(this.dataset.add(layer, collection));
        notice.loaded(layer, collection);
        on.come();
        void this.draw();
      },
      failed: (layer, retry) => notice.failed(layer, retry),
    });
    this.scene = new Scene(map, texts, {
      open: (item) => item.layer !== "commune" && on.open(item.key),
      openPlace: on.openPlace,
    });
    this.scene.addLegend(texts);
  }

  load(): void {
    void this.loader.load(new Set(["commune", "product"]));
  }

  private async draw(): Promise<void> {
    const drawing = ++this.drawings;
    const communes = this.dataset.ofLayer("commune");
    const places = this.dataset.items.filter(({ layer }) => layer !== "commune");
    const isOver = () => drawing !== this.drawings;
    const isDrawn = await inSteps(this.scene.show(places, communes), isOver);
    if (isDrawn) this.map.getContainer().setAttribute("aria-busy", "false");
  }
}
