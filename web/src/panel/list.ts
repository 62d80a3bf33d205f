/** The list: the same items as the map, by layer, for reading and for the keyboard. */

import { groupByLayer } from "../data/order";
import { h } from "../dom";
import type { Texts } from "../i18n";
import { symbolOf } from "../map/symbols";
import { whenIdle } from "../pause";
import { type Item, LAYERS, type Layer } from "../types";

/** A phone draws the first rows of every layer between a tap and its answer. */
const FIRST_ROWS = 10;
const MORE_ROWS = 50;
const TOLD_VALIDITIES = new Set(["expiring", "expired", "revoked"]);

/** Short remarks under a name: whose it is, where it is, what to know about its place and certificate. */
function remarks(item: Item, texts: Texts): HTMLElement[] {
  const { producer_name, commune_name, validity, outside } = item.properties;
  const facts = item.layer === "commune" ? [] : [producer_name, commune_name];
  const text = facts.filter(Boolean).join(" · ");
  const tag = (name: string, kind: string) => h("span", { class: `tag tag-${kind}` }, name);
  return [
    text && h("span", { class: "row-facts", attrs: { lang: "vi" } }, text),
    item.box === null && tag(texts.t("list.not_located"), "place"),
    outside === true && tag(texts.t("list.outside"), "place"),
    validity && TOLD_VALIDITIES.has(validity) && tag(texts.name("validity.short", validity), validity),
  ].filter((remark): remark is HTMLElement => Boolean(remark));
}

/** One row: a button with the item's symbol, name, remarks and how far it is. */
export function row(item: Item, texts: Texts, distance: string | null = null): HTMLLIElement {
  const stars = item.layer === "product" && texts.name("stars", String(item.properties.stars ?? "unknown"));
  const text = h(
    "span",
    { class: "row-text" },
    h("span", { class: "row-name", attrs: { lang: "vi" } }, item.properties.name),
    stars && h("span", { class: "sr-only" }, `, ${stars}`),
    h(
      "span",
      { class: "row-remarks" },
      distance !== null && h("span", { class: "row-distance" }, distance),
      ...remarks(item, texts),
    ),
  );
  const button = h(
    "button",
    { class: "row", attrs: { type: "button", "data-key": item.key } },
    symbolOf(item),
    text,
  );
  return h("li", {}, button);
}

/** A list by distance: one group under a title, each row with its distance. */
export interface Nearness {
  title: string;
  /** How the distances are to be read. */
  about: string;
  distance(item: Item): string | null;
}

type GroupName = Layer | "nearest";

export class List {
  private readonly container: HTMLElement;
  private readonly texts: Texts;
  private readonly limits = new Map<GroupName, number>();
  private items: Item[] = [];
  private nearness: Nearness | null = null;
  private whenNone = "";
  private isStale = false;

  constructor(container: HTMLElement, texts: Texts, open: (key: string) => void) {
    this.container = container;
    this.texts = texts;
    container.addEventListener("click", (event) => {
      const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset.key;
      if (key) open(key);
    });
  }

  /** Show these items, or a sentence when there are none; long groups are cut and offer the rest. */
  show(items: Item[], whenNone: string, nearness: Nearness | null = null): void {
    // The same rows stay in place, and the keyboard's focus stays on them.
    const isSame = items.length > 0 && items.length === this.items.length && nearness === this.nearness;
    if (isSame && items.every((item, index) => item === this.items[index])) return;
    this.items = items;
    this.nearness = nearness;
    this.whenNone = whenNone;
    this.isStale = true;
    if (this.container.checkVisibility?.() ?? true) this.catchUp();
    else void this.catchUpInTime();
  }

  /** Draw what is to be shown, unless it is there: a list behind the map is drawn when there is time for it. */
  catchUp(): void {
    if (this.isStale) this.put([...this.members()].map(([name, members]) => this.group(name, members)));
  }

  private async catchUpInTime(): Promise<void> {
    const { items } = this;
    const isOver = () => !this.isStale || items !== this.items;
    const groups: HTMLElement[] = [];
    await whenIdle([...this.members()], ([name, members]) => groups.push(this.group(name, members)), isOver);
    if (!isOver()) this.put(groups);
  }

  private put(groups: HTMLElement[]): void {
    this.isStale = false;
    this.container.replaceChildren(
      ...(groups.length > 0 ? groups : [h("p", { class: "nothing" }, this.whenNone)]),
    );
  }

  private members(): Map<GroupName, Item[]> {
    const isByDistance = this.nearness !== null && this.items.length > 0;
    return isByDistance ? new Map([["nearest", this.items]]) : groupByLayer(this.items, LAYERS);
  }

  private group(name: GroupName, members: Item[]): HTMLElement {
    const heading = h(
      "h3",
      {},
      this.nearness?.title ?? this.texts.name("layer", name),
      h("span", { class: "group-count" }, this.texts.number(members.length)),
    );
    const rows = h("ul");
    const about = this.nearness && h("p", { class: "hint" }, this.nearness.about);
    const section = h("section", { class: "group" }, heading, about, rows);
    const limit = this.limits.get(name) ?? FIRST_ROWS;
    this.extend(rows, members.slice(0, limit));
    if (members.length > limit) section.append(this.more(name, members, rows));
    return section;
  }

  private extend(rows: HTMLElement, items: Item[]): void {
    rows.append(...items.map((item) => row(item, this.texts, this.nearness?.distance(item) ?? null)));
  }

  /** The button that continues a cut group; the keyboard goes on at the first of the new rows. */
  private more(name: GroupName, members: Item[], rows: HTMLElement): HTMLElement {
    const label = (shown: number) => this.texts.t("list.more", { n: members.length - shown });
    const click = () => {
      const shown = rows.childElementCount;
      const limit = shown + MORE_ROWS;
      this.limits.set(name, limit);
      this.extend(rows, members.slice(shown, limit));
      rows.children[shown]?.querySelector("button")?.focus();
      if (limit < members.length) button.textContent = label(limit);
      else button.remove();
    };
    const options = { class: "more", attrs: { type: "button" }, on: { click } };
    const button = h("button", options, label(rows.childElementCount));
    return button;
  }
}
