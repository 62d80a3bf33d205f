/** The one search box: suggestions over everything while typing, and the ways on from there. */

import type { CommuneNames } from "../data/items";
import { type Child, h, one } from "../dom";
import type { Texts } from "../i18n";
import { symbol } from "../map/symbols";
import { Combobox } from "../panel/combobox";
import { fold } from "../text";
import type { Item } from "../types";
import { marked } from "./mark";
import { forget, recent, remember } from "./recent";
import { type Entry, entriesOf, type Found, Search } from "./search";

export interface FindHandlers {
  /** A record was chosen. */
  open(key: string): void;
  commune(facet: "commune" | "legacy_commune", code: string): void;
  /** The list is to keep to this text; "" for all. Absent where there is no list: Enter takes the best record. */
  filter?(text: string): void;
  /** An address is to be looked up; absent where there is no server to ask. */
  address?(text: string): void;
}

/** Suggestions of a kind, when it is alone and when it shares the list. */
const ALONE = 8;
const SHARED = 4;
/** A number, or a word that only addresses have. */
const ADDRESS = /\d|\b(ap|khom|thon|duong|so nha|to dan pho|quoc lo|tinh lo)\b/;

/** What the filter of the list is to look for: the words as typed, or as they are really spelt. */
function wordsFor(found: Found, text: string): string {
  return found.corrected ?? text.trim();
}

export class FindBox {
  private readonly input = one<HTMLInputElement>("#q");
  private readonly listbox = one("#find-options");
  private readonly status = one("#find-status");
  private readonly texts: Texts;
  private readonly handlers: FindHandlers;
  private readonly combobox: Combobox;
  private readonly search = new Search();
  private supply: (() => Entry[]) | null = null;
  /** Settles once what is there has been indexed. */
  private ready: Promise<void> = Promise.resolve();

  constructor(texts: Texts, handlers: FindHandlers) {
    this.texts = texts;
    this.handlers = handlers;
    this.combobox = new Combobox(this.input, this.listbox, {
      offer: (text) => this.offered(text),
      enter: (text) => void this.filter(text),
    });
    this.input.addEventListener("focus", () => void this.prepare());
    this.input.addEventListener("input", () => {
      if (this.input.value === "") handlers.filter?.("");
    });
  }

  /** Search these items from now on; they are indexed once somebody turns to the box. */
  over(items: readonly Item[], names: CommuneNames): void {
    this.supply = () => entriesOf(items, names);
    if (document.activeElement === this.input) void this.prepare();
  }

  /** Index what there is now, unless that has been done. */
  async prepare(): Promise<void> {
    const { supply } = this;
    if (!supply) return this.ready;
    this.supply = null;
    this.listbox.setAttribute("aria-busy", "true");
    const ready = this.search.build(supply()).then(() => {
      if (ready === this.ready) this.listbox.removeAttribute("aria-busy");
      this.combobox.refresh();
    });
    this.ready = ready;
    await ready;
  }

  private get isBusy(): boolean {
    return this.listbox.hasAttribute("aria-busy");
  }

  private offered(text: string): Node[] {
    if (fold(text) === "") return this.lately();
    const found = this.search.find(text);
    this.status.textContent = this.texts.count("find.status", found.entries.length);
    return [...this.otherWords(found, text), ...this.groups(found), ...this.ways(found, text)];
  }

  /** That nothing has the words typed, and by which others the suggestions were found. */
  private otherWords({ corrected }: Found, text: string): Node[] {
    if (corrected === null) return [];
    const said = { role: "option", "aria-disabled": true, "aria-selected": "false" };
    return [h("li", { class: "nothing", attrs: said }, this.texts.t("find.corrected", { text: text.trim(), corrected }))];
  }

  /** The latest searches, and the way to forget them. */
  private lately(): Node[] {
    this.status.textContent = "";
    const texts = recent();
    if (texts.length === 0) return [];
    const again = (text: string) => () => {
      this.input.value = text;
      this.combobox.open();
    };
    const options = texts.map((text) => this.combobox.option(again(text), "find-recent", text));
    const clear = this.combobox.option(
      () => {
        forget();
        this.combobox.open();
      },
      "find-way",
      this.texts.t("find.forget"),
    );
    return [this.group("recent", this.texts.t("find.recent"), options), clear];
  }

  private groups(found: Found): Node[] {
    const kinds = [...new Set(found.entries.map((entry) => entry.kind))];
    const most = kinds.length > 2 ? SHARED : ALONE;
    return kinds.map((kind) => {
      const members = found.entries.filter((entry) => entry.kind === kind).slice(0, most);
      const title = kind === "legacy_commune" ? this.texts.t("find.legacy") : this.texts.name("layer", kind);
      return this.group(
        kind,
        title,
        members.map((entry) => this.suggestion(entry, found)),
      );
    });
  }

  private group(id: string, title: string, options: HTMLElement[]): HTMLElement {
    const heading = h("li", { class: "find-kind", attrs: { id: `find-kind-${id}`, role: "presentation" } }, title);
    return h("ul", { attrs: { role: "group", "aria-labelledby": heading.id } }, heading, ...options);
  }

  private suggestion(entry: Entry, { query }: Found): HTMLElement {
    const layer = entry.kind === "legacy_commune" ? "commune" : entry.kind;
    const whole = `${entry.name} ${entry.detail}`;
    const detail: Child =
      entry.detail !== "" && h("span", { class: "row-facts" }, ...marked(entry.detail, query, whole));
    const text = h(
      "span",
      { class: "row-text", attrs: { lang: "vi" } },
      h("span", { class: "find-name" }, ...marked(entry.name, query, whole)),
      detail,
    );
    return this.combobox.option(() => this.choose(entry), "find-record", symbol(layer, entry.stars), text);
  }

  private choose(entry: Entry): void {
    remember(entry.name);
    this.input.value = "";
    this.status.textContent = "";
    const [, code = ""] = entry.key.split(/\/(.*)/s);
    if (entry.kind === "commune" || entry.kind === "legacy_commune") this.handlers.commune(entry.kind, code);
    else this.handlers.open(entry.key);
  }

  /** The ways on that are no record: the whole list, or the text as an address. */
  private ways(found: Found, text: string): Node[] {
    const isAddress = found.entries.length === 0 || ADDRESS.test(fold(text)) || text.includes(",");
    const nothing = { role: "option", "aria-disabled": true, "aria-selected": "false" };
    const { address, filter } = this.handlers;
    const label = this.texts.t("find.address", { text: text.trim() });
    return [
      found.entries.length === 0 &&
        h("li", { class: "nothing", attrs: nothing }, this.texts.t(this.isBusy ? "list.loading" : "find.nothing")),
      found.entries.length > 0 &&
        filter &&
        this.combobox.option(
          () => void this.filter(text),
          "find-way",
          this.texts.t("find.in_list", { text: wordsFor(found, text) }),
        ),
      isAddress && address && this.combobox.option(() => this.lookUp(text, address), "find-way", label),
    ].filter((node): node is HTMLElement => node instanceof HTMLElement);
  }

  private lookUp(text: string, address: (text: string) => void): void {
    remember(text);
    address(text.trim());
  }

  /** Keep the list to the text; a text that is nothing but an address is looked up. */
  private async filter(text: string): Promise<void> {
    await this.ready;
    const found = this.search.find(text);
    const { address, filter } = this.handlers;
    const [best] = found.entries;
    this.combobox.close();
    if (found.query === "") filter?.("");
    else if (!best && address && (!filter || ADDRESS.test(found.query))) this.lookUp(text, address);
    else if (!filter) best && this.choose(best);
    else {
      remember(text);
      this.input.value = wordsFor(found, text);
      filter(this.input.value);
    }
  }
}
