/** What changes a tour or hands it on, beside its list: only where the tour can be changed. */

import type L from "leaflet";
import { one } from "../dom";
import type { Texts } from "../i18n";
import type { Notice } from "../panel/notice";
import type { TourConfig } from "./config";
import * as edit from "./edit";
import { HandOver } from "./handover";
import type { History } from "./history";
import { writeLink } from "./link";
import type { Place, Tour } from "./model";
import type { Places } from "./places";
import type { Plan } from "./plan";
import { Reach } from "./reach";
import { Settings } from "./settings";
import { Sources } from "./sources";
import { Suggestions } from "./suggestions";

export interface ToolsHandlers {
  tour(): Tour;
  change(tour: Tour): void;
  add(place: Place, name: string, at?: number): void;
}

export class Tools {
  readonly sources: Sources;
  readonly reach: Reach;
  readonly suggestions: Suggestions;
  private readonly settings: Settings;
  private readonly handOver: HandOver;

  constructor(map: L.Map, places: Places, texts: Texts, config: TourConfig, notice: Notice, on: ToolsHandlers) {
    const { tour } = on;
    const { scene, source, loader, dataset } = places;
    this.settings = new Settings(texts, (change) => on.change({ ...tour(), ...change }));
    this.handOver = new HandOver(texts, config.embed ?? "");
    this.reach = new Reach(map, texts, config.api);
    this.suggestions = new Suggestions(texts, config, tour, ({ key, name, after }) =>
      on.add({ key }, name, (after ?? tour().stops.length) + 1),
    );
    this.sources = new Sources(map, scene, {
      ...{ texts, config, notice, source, loader, dataset, tour },
      add: on.add,
      use: (place, at) => on.change(at === "start" ? edit.startedAt(tour(), place) : edit.endedAt(tour(), place)),
    });
  }

  /** Let everything follow the tour, its plan, and what can be undone. */
  show(tour: Tour, plan: Plan | null, { canUndo, canRedo }: Pick<History, "canUndo" | "canRedo">): void {
    const isEmpty = tour.stops.length === 0 && !tour.start;
    this.settings.show(tour, plan?.timing === "road");
    this.handOver.offer(plan?.apps ?? []);
    this.handOver.offerTable(tour, plan);
    this.handOver.follow(isEmpty ? "" : `?${writeLink(tour)}`);
    one<HTMLButtonElement>("#tour-undo").disabled = !canUndo;
    one<HTMLButtonElement>("#tour-redo").disabled = !canRedo;
    const parts = { filled: isEmpty, dated: !tour.date, bare: !isEmpty };
    for (const [name, isHidden] of Object.entries(parts))
      for (const part of document.querySelectorAll<HTMLElement>(`[data-tour-${name}]`)) part.hidden = isHidden;
    void this.suggestions.refresh();
  }
}
