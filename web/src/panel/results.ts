/** The panel's answer to a state: counts beside every choice, the conditions as chips, and the list. */

import type { Counts } from "../data/counts";
import { type Filter, isFiltering, isWithin } from "../data/filter";
import type { CommuneNames } from "../data/items";
import type { Loader } from "../data/loader";
import { one } from "../dom";
import type { Nearby } from "../find/nearby";
import { byDistance } from "../find/origin";
import type { Texts } from "../i18n";
import type { State } from "../state";
import type { Box, Item, Layer } from "../types";
import { chips } from "./chips";
import type { CommuneBox } from "./communes";
import type { Filters } from "./filters";
import { HiddenLayers } from "./hidden";
import type { List } from "./list";
import type { Notice } from "./notice";
import type { Screens } from "./screens";

/** What the answer is written into, and what it asks. */
export interface ResultsParts {
  texts: Texts;
  notice: Notice;
  filters: Filters;
  communes: CommuneBox;
  list: List;
  screens: Screens;
  loader: Loader;
  nearby: Nearby;
  names: CommuneNames;
  /** What the map's frame shows. */
  frame(): Box;
  /** The filter is to change. */
  filter(rest: Partial<Filter>): void;
  /** These layers are to be switched on too. */
  switchOn(layers: Layer[]): void;
}

export class Results {
  private readonly parts: ResultsParts;
  private readonly hidden: HiddenLayers;

  constructor(parts: ResultsParts) {
    this.parts = parts;
    this.hidden = new HiddenLayers(parts.notice, parts.texts, (layers) => parts.switchOn(layers));
  }

  /** Show what a state finds in the layers that are on. */
  show(state: State, on: readonly Layer[], items: Item[], counts: Counts): void {
    this.showList(state, on, items);
    this.hidden.tell(counts, state.filter, new Set(on));
  }

  showList(state: State, on: readonly Layer[], items: Item[]): void {
    const { texts, list, loader, notice, nearby } = this.parts;
    const { origin } = nearby;
    const frame = this.parts.frame();
    const within = state.inView ? items.filter((item) => isWithin(item, frame)) : items;
    const isSorted = state.byDistance && origin !== null;
    const isBusy = on.some((layer) => !loader.has(layer));
    const isLoading = isBusy && !notice.hasFailures;
    const whenNone = texts.t(isLoading ? "list.loading" : "list.nothing");
    list.show(isSorted ? byDistance(within, origin) : within, whenNone, isSorted ? nearby.nearness : null);
    one("#list").setAttribute("aria-busy", String(isLoading));
    one("#result-count").textContent = isBusy ? "" : texts.count("list.count", within.length);
  }

  /** Show a state's conditions, and how many each choice would find. */
  showCounts({ filter }: State, counts: Counts): void {
    const { texts, filters, communes, screens, loader, names } = this.parts;
    filters.showCounts(counts, loader.layers);
    communes.showCounts(counts.communes, counts.legacyCommunes);
    const row = chips(filter, texts, names, (rest) => this.parts.filter(rest));
    one("#chips").replaceChildren(...row);
    one("#clear-filters").hidden = !isFiltering(filter);
    screens.showConditions(row.length);
  }
}
