/** The card: one record, or the list of what lies at one place. Esc closes it and gives the focus back. */

import { recordAddress } from "../data/addresses";
import { isApproximate } from "../data/items";
import { compareNames, groupByLayer } from "../data/order";
import { SourceError } from "../data/source";
import { type Child, h, one } from "../dom";
import type { Texts } from "../i18n";
import { symbol, symbolOf } from "../map/symbols";
import { distanceText } from "../find/origin";
import { type Config, type Item, LAYERS, type OcopRecord } from "../types";
import type { Around } from "./around";
import { directions, platformOf } from "./directions";
import { row } from "./list";
import { recordBody } from "./record";
import { shareButton } from "./share";

export interface CardHandlers {
  open(key: string): void;
  close(): void;
  /** What the page knows around a record now. */
  around(): Around;
  item(key: string): Item | undefined;
  /** What adds a record to a tour; null for one that cannot be visited. */
  add?(record: OcopRecord): HTMLElement | null;
}

export class Card {
  private readonly element = one<HTMLElement>("#card");
  private readonly texts: Texts;
  private readonly handlers: CardHandlers;
  private opener: HTMLElement | null = null;
  private readonly config: Config;
  private place: Item[] = [];
  private record: OcopRecord | null = null;

  constructor(texts: Texts, config: Config, handlers: CardHandlers) {
    this.texts = texts;
    this.config = config;
    this.handlers = handlers;
    this.element.addEventListener("click", (event) => {
      const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset.key;
      if (key) handlers.open(key);
    });
    document.addEventListener("keydown", (event) => {
      const isElsewhere = document.querySelector("dialog[open]") !== null;
      if (event.key === "Escape" && this.isOpen && !isElsewhere) handlers.close();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Show the name at once while the record is on its way. */
  showWaiting(key: string, item: Item | undefined): void {
    if (!this.place.some((each) => each.key === key)) this.place = [];
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
    const around = this.handlers.around();
    const body = recordBody(record, this.texts, around);
    this.fill(record.name, mark, [rank, this.distance(record, around), this.actions(record), ...body]);
    this.record = record;
  }

  /** Show the open record again, now that more is known around it. */
  refresh(): void {
    const { record } = this;
    if (!record) return;
    const body = this.element.querySelector(".card-body");
    const top = body?.scrollTop ?? 0;
    const hadFocus = this.element.contains(document.activeElement);
    const focused = document.activeElement as HTMLElement | null;
    this.showRecord(record);
    this.element.querySelector(".card-body")?.scrollTo(0, top);
    if (!hadFocus) focused?.focus({ preventScroll: true });
  }

  private distance(record: OcopRecord, { origin }: Around): Child {
    const item = this.handlers.item(`${record.layer}/${record.id}`);
    const far = item && distanceText(item, origin, this.texts);
    if (!far) return null;
    const place = origin?.commune ?? this.texts.t("near.you");
    return h("p", { class: "card-distance" }, this.texts.t("near.from", { distance: far, place }));
  }

  private actions(record: OcopRecord): HTMLElement {
    const href = recordAddress(this.config.pages, record.layer, record.id, record.name);
    return h(
      "div",
      { class: "actions" },
      this.handlers.add?.(record),
      directions(record, this.texts, platformOf(navigator.userAgent)),
      shareButton(record.name, this.texts),
      href !== null && h("a", { class: "button record-page", attrs: { href } }, this.texts.t("card.page")),
    );
  }

  showError(error: unknown): void {
    const status = error instanceof SourceError ? error.status : null;
    const isOffline = status === 0 && !navigator.onLine;
    const key = status === 404 ? "error.no_record" : isOffline ? "error.offline" : "error.record";
    const next = isOffline && h("p", {}, this.texts.t("error.offline_next"));
    const isNamed = this.title !== "" && this.title !== this.texts.t("card.loading");
    const title = isNamed ? this.title : this.texts.t("error.title");
    this.fill(isOffline ? title : this.texts.t("error.title"), null, [
      h("p", {}, this.texts.t(key)),
      next,
      h("div", { class: "actions" }, isOffline && this.kept(), this.leave()),
    ]);
  }

  /** The way to what the device keeps; null where nothing is kept, as in a map saved to one file. */
  private kept(): HTMLElement | null {
    const { offline } = this.config;
    return offline ? h("a", { class: "button button-main", attrs: { href: offline } }, this.texts.t("error.to_kept")) : null;
  }

  /** What the card is headed with now. */
  private get title(): string {
    return this.element.querySelector("#card-title")?.textContent ?? "";
  }

  /** The way on from a card that has nothing to show. */
  private leave(): HTMLElement {
    const on = { click: () => this.handlers.close() };
    return h("button", { class: "button", attrs: { type: "button" }, on }, this.texts.t("error.to_list"));
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
    this.record = null;
    const { opener } = this;
    this.opener = null;
    const target = opener?.isConnected ? opener : one("#results-title");
    target.focus({ preventScroll: true });
  }

  private fill(title: string, mark: Child, body: Child[]): void {
    this.record = null;
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
