/** The card: one record, or the list of what lies at one place. Esc closes it and gives the focus back. */

import { isApproximate } from "../data/items";
import { compareNames, groupByLayer } from "../data/order";
import { SourceError } from "../data/source";
import { type Child, h, one } from "../dom";
import type { Texts } from "../i18n";
import { symbol, symbolOf } from "../map/symbols";
import { type Item, LAYERS, type OcopRecord } from "../types";
import { row } from "./list";
import { recordBody } from "./record";
import { shareButton } from "./share";

export interface CardHandlers {
  open(key: string): void;
  close(): void;
}

export class Card {
  private readonly element = one<HTMLElement>("#card");
  private readonly texts: Texts;
  private readonly handlers: CardHandlers;
  private opener: HTMLElement | null = null;
  private place: Item[] = [];

  constructor(texts: Texts, handlers: CardHandlers) {
    this.texts = texts;
    this.handlers = handlers;
    this.element.addEventListener("click", (event) => {
      const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset.key;
      if (key) handlers.open(key);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) handlers.close();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Show the name at once while the record is on its way. */
  showWaiting(item: Item | undefined): void {
    const title = item?.properties.name ?? this.texts.t("card.loading");
    const mark = item ? symbolOf(item) : null;
    this.fill(title, mark, [h("p", { class: "waiting" }, this.texts.t("card.loading"))]);
  }

  showRecord(record: OcopRecord): void {
    const stars = record.stars ?? null;
    const isRough = typeof record.latitude === "number" && isApproximate(record);
    const mark = symbol(record.layer, stars, isRough && record.layer !== "commune");
    const rank =
      record.layer === "product" &&
      h("p", { class: "rank" }, this.texts.name("stars", String(stars ?? "unknown")));
    this.fill(record.name, mark, [rank, ...recordBody(record, this.texts), shareButton(this.texts)]);
  }

  showError(error: unknown): void {
    const key = error instanceof SourceError && error.status === 404 ? "error.no_record" : "error.record";
    this.fill(this.texts.t("error.title"), null, [h("p", { class: "waiting" }, this.texts.t(key))]);
  }

  /** List what lies at one place; opening one of them can come back here. */
  showPlace(items: Item[]): void {
    const ordered = [...items].sort((a, b) => compareNames(a.properties, b.properties));
    this.place = [...groupByLayer(ordered, LAYERS).values()].flat();
    const vague =
      items.every((item) => item.approximate) && h("p", {}, this.texts.t("card.place_approximate"));
    const rows = h("ul", {}, ...this.place.map((item) => row(item, this.texts)));
    this.fill(this.texts.count("card.at_place", items.length), null, [vague, rows]);
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.place = [];
    const { opener } = this;
    this.opener = null;
    const target = opener?.isConnected ? opener : one("#results-title");
    target.focus({ preventScroll: true });
  }

  private fill(title: string, mark: Child, body: Child[]): void {
    if (!this.isOpen) this.opener = document.activeElement as HTMLElement | null;
    const heading = h("h2", { attrs: { id: "card-title", tabindex: -1, lang: "vi" } }, title);
    const attrs = { type: "button", "aria-label": this.texts.t("card.close") };
    const close = h(
      "button",
      { class: "card-close", attrs, on: { click: () => this.handlers.close() } },
      "×",
    );
    const head = h("header", { class: "card-head" }, mark, heading, close);
    this.element.replaceChildren(
      head,
      h("div", { class: "card-body" }, this.backButton(title), ...this.real(body)),
    );
    this.element.hidden = false;
    heading.focus({ preventScroll: true });
  }

  private real(body: Child[]): Node[] {
    return body.filter((child): child is Node => child instanceof Node);
  }

  private backButton(title: string): HTMLElement | null {
    const label = this.texts.count("card.at_place", this.place.length);
    if (this.place.length === 0 || title === label) return null;
    const on = { click: () => this.showPlace(this.place) };
    return h("button", { class: "back", attrs: { type: "button" }, on }, `‹ ${label}`);
  }
}
