/** The filter form: its boxes follow the state, its changes become the state, its counts follow the data. */

import type { Counts } from "../data/counts";
import { type Facet, type Filter, noFilter } from "../data/filter";
import { one } from "../dom";
import type { Texts } from "../i18n";
import { symbol } from "../map/symbols";
import type { State } from "../state";
import type { Layer } from "../types";

export interface FilterHandlers {
  filter(change: Partial<Filter>): void;
  layers(layers: Layer[]): void;
  inView(on: boolean): void;
  byDistance(on: boolean): void;
}

/** Conditions of the folded part of the form. */
const FOLDED: Facet[] = ["group", "validity", "season", "set", "commune", "legacy_commune"];

export class Filters {
  private readonly form: HTMLFormElement;
  private readonly texts: Texts;
  private readonly handlers: FilterHandlers;

  constructor(form: HTMLFormElement, texts: Texts, handlers: FilterHandlers) {
    this.form = form;
    this.texts = texts;
    this.handlers = handlers;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.onChange(event.target as HTMLInputElement));
    one("#clear-filters").addEventListener("click", () => this.clear());
  }

  /** Put the layers' symbols beside their names, and say which month it is. */
  adorn(): void {
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-symbol]")) {
      place.append(symbol(place.dataset.symbol as Layer));
    }
    this.nameThisMonth();
  }

  private nameThisMonth(): void {
    const month = new Date().getMonth() + 1;
    const name = this.form.querySelector(`input[name="season"][value="${month}"] ~ .choice-name`);
    name?.append(` (${this.texts.t("filter.season_now")})`);
  }

  /** Unfold the further filters where there is room for them or where one of them holds. */
  unfold(filter: Filter): void {
    const hasRoom = matchMedia("(max-width: 799px)").matches;
    const holds = FOLDED.some((facet) => filter[facet].length > 0);
    one<HTMLDetailsElement>("#more-filters").open = hasRoom || holds;
  }

  /** Whether the form has a box for a value; facets without boxes may have any. */
  knows(facet: Facet, value: string): boolean {
    const boxes = this.form.querySelectorAll<HTMLInputElement>(`input[name="${facet}"]`);
    return boxes.length === 0 || [...boxes].some((box) => box.value === value);
  }

  /** Make the boxes agree with the state. */
  show({ filter, inView, byDistance }: State, layers: Layer[]): void {
    for (const box of this.form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
      if (box.name === "inview") box.checked = inView;
      else if (box.name === "sort") box.checked = byDistance;
      else if (box.name === "layer") box.checked = layers.includes(box.value as Layer);
      else box.checked = filter[box.name as Facet].includes(box.value);
    }
    if (document.activeElement !== this.search) this.search.value = filter.q;
  }

  /** Write how many items each choice would show. */
  showCounts(counts: Counts, loaded: ReadonlySet<Layer>): void {
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-count]")) {
      const [facet = "", value = ""] = (place.dataset.count ?? "").split(":");
      const isLayer = facet === "layer";
      const tally: Map<string, number> = isLayer
        ? counts.layers
        : counts.facets[facet as keyof Counts["facets"]];
      const known = !isLayer || loaded.has(value as Layer);
      const number = tally.get(value) ?? 0;
      const text = known ? this.texts.number(number) : "";
      // Writing the same again would lay out the whole panel anew.
      if (place.textContent === text) continue;
      place.textContent = text;
      place.closest(".choice")?.classList.toggle("choice-empty", known && number === 0);
    }
  }

  private get search(): HTMLInputElement {
    return one<HTMLInputElement>("input[name=q]", this.form);
  }

  private clear(): void {
    this.search.value = "";
    this.handlers.filter(noFilter());
    this.search.focus();
  }

  private onChange(input: HTMLInputElement): void {
    if (input.type !== "checkbox") return;
    const boxes = this.form.querySelectorAll<HTMLInputElement>(`input[name="${input.name}"]:checked`);
    const values = [...boxes].map((box) => box.value);
    if (input.name === "inview") this.handlers.inView(input.checked);
    else if (input.name === "sort") this.handlers.byDistance(input.checked);
    else if (input.name === "layer") this.handlers.layers(values as Layer[]);
    else this.handlers.filter({ [input.name]: values });
  }
}
