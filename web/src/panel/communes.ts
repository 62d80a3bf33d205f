/** One box over the communes of today and those before July 2025: an ARIA combobox with a list. */

import type { Tally } from "../data/counts";
import type { CommuneNames } from "../data/items";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { containsWords, fold } from "../text";

export interface Choice {
  facet: "commune" | "legacy_commune";
  code: string;
  name: string;
  words: string;
}

const MAX_SHOWN = 60;
const collator = new Intl.Collator("vi", { numeric: true });

function choicesOf(facet: Choice["facet"], names: Map<string, string>): Choice[] {
  const choices = [...names].map(([code, name]) => ({ facet, code, name, words: fold(name) }));
  return choices.sort((a, b) => collator.compare(a.name, b.name));
}

export class CommuneBox {
  private readonly input = one<HTMLInputElement>("#commune-input");
  private readonly listbox = one<HTMLElement>("#commune-options");
  private readonly texts: Texts;
  private readonly choose: (choice: Choice) => void;
  private choices: Choice[] = [];
  private shown: Choice[] = [];
  private active = -1;
  private counts: Record<Choice["facet"], Tally> = { commune: new Map(), legacy_commune: new Map() };

  constructor(texts: Texts, choose: (choice: Choice) => void) {
    this.texts = texts;
    this.choose = choose;
    this.input.addEventListener("input", () => this.open());
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    // Pressing must not take the focus from the input, or the list would close before the click.
    this.listbox.addEventListener("pointerdown", (event) => event.preventDefault());
    this.listbox.addEventListener("click", (event) => this.onClick(event));
  }

  /** Offer these communes. */
  offer(names: CommuneNames): void {
    this.choices = [...choicesOf("commune", names.current), ...choicesOf("legacy_commune", names.legacy)];
  }

  /** Say how many records each commune would show. */
  showCounts(communes: Tally, legacyCommunes: Tally): void {
    this.counts = { commune: communes, legacy_commune: legacyCommunes };
  }

  private open(): void {
    const words = fold(this.input.value);
    this.shown = this.choices.filter((choice) => containsWords(choice.words, words)).slice(0, MAX_SHOWN);
    this.active = -1;
    this.listbox.replaceChildren(...this.shown.map((choice, index) => this.option(choice, index)));
    const none = { role: "option", "aria-disabled": true, "aria-selected": "false" };
    if (this.shown.length === 0)
      this.listbox.append(h("li", { class: "nothing", attrs: none }, this.texts.t("commune.nothing")));
    this.listbox.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.listbox.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private option(choice: Choice, index: number): HTMLElement {
    const number = this.counts[choice.facet].get(choice.code) ?? 0;
    const era = choice.facet === "legacy_commune" && h("span", { class: "tag" }, this.texts.t("commune.old"));
    const attrs = {
      id: `commune-option-${index}`,
      role: "option",
      "aria-selected": "false",
      "data-index": index,
    };
    const count = h("span", { class: "count" }, this.texts.number(number));
    return h("li", { attrs }, h("span", { attrs: { lang: "vi" } }, choice.name), era, count);
  }

  private move(step: number): void {
    if (this.listbox.hidden) this.open();
    if (this.shown.length === 0) return;
    this.active = (this.active + step + this.shown.length) % this.shown.length;
    for (const [index, option] of [...this.listbox.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `commune-option-${this.active}`);
  }

  private take(choice: Choice | undefined): void {
    if (!choice) return;
    this.input.value = "";
    this.close();
    this.choose(choice);
  }

  private onClick(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (option) this.take(this.shown[Number(option.dataset.index)]);
  }

  private onKey(event: KeyboardEvent): void {
    const isOpen = !this.listbox.hidden;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(this.active < 0 ? 0 : -1);
    else if (event.key === "Enter" && isOpen) this.take(this.shown[Math.max(this.active, 0)]);
    else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
