/** One box over the communes of today and those before July 2025. */

import type { Tally } from "../data/counts";
import type { CommuneNames } from "../data/items";
import { compareTexts } from "../data/order";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { containsWords, fold } from "../text";
import { Combobox } from "./combobox";

export interface Choice {
  facet: "commune" | "legacy_commune";
  code: string;
  name: string;
  words: string;
}

const MAX_SHOWN = 60;

function choicesOf(facet: Choice["facet"], names: Map<string, string>): Choice[] {
  const choices = [...names].map(([code, name]) => ({ facet, code, name, words: fold(name) }));
  return choices.sort((a, b) => compareTexts(a.name, b.name));
}

export class CommuneBox {
  private readonly input: HTMLInputElement;
  private readonly combobox: Combobox;
  private readonly texts: Texts;
  private readonly choose: (choice: Choice) => void;
  private choices: () => Choice[] = () => [];
  private counts: Record<Choice["facet"], Tally> | null = null;

  /** @param name of the box: its input is "#name-input", its list "#name-options". */
  constructor(name: string, texts: Texts, choose: (choice: Choice) => void) {
    this.input = one<HTMLInputElement>(`#${name}-input`);
    this.texts = texts;
    this.choose = choose;
    this.combobox = new Combobox(this.input, one(`#${name}-options`), {
      offer: (text) => this.offered(text),
      enter: (text) => this.takeFirst(text),
    });
  }

  /** Offer these communes; they are put in order once somebody turns to the box. */
  offer(names: CommuneNames): void {
    let choices: Choice[] | undefined;
    this.choices = () =>
      (choices ??= [...choicesOf("commune", names.current), ...choicesOf("legacy_commune", names.legacy)]);
  }

  /** Say how many records each commune would show. */
  showCounts(communes: Tally, legacyCommunes: Tally): void {
    this.counts = { commune: communes, legacy_commune: legacyCommunes };
  }

  private matching(text: string): Choice[] {
    const words = fold(text);
    return this.choices().filter((choice) => containsWords(choice.words, words)).slice(0, MAX_SHOWN);
  }

  private offered(text: string): Node[] {
    const matching = this.matching(text);
    if (matching.length > 0) return matching.map((choice) => this.option(choice));
    const none = { role: "option", "aria-disabled": true, "aria-selected": "false" };
    return [h("li", { class: "nothing", attrs: none }, this.texts.t("commune.nothing"))];
  }

  private option(choice: Choice): HTMLElement {
    const era = choice.facet === "legacy_commune" && h("span", { class: "tag" }, this.texts.t("commune.old"));
    const number = this.counts && this.texts.number(this.counts[choice.facet].get(choice.code) ?? 0);
    const count = number !== null && h("span", { class: "count" }, number);
    const name = h("span", { attrs: { lang: "vi" } }, choice.name);
    return this.combobox.option(() => this.take(choice), "", name, era, count);
  }

  private takeFirst(text: string): void {
    if (fold(text) === "") return;
    const [first] = this.matching(text);
    if (!first) return;
    this.combobox.close();
    this.take(first);
  }

  private take(choice: Choice): void {
    this.input.value = "";
    this.choose(choice);
  }
}
