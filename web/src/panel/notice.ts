/** Calm words when something could not be had. */

import { h, one } from "../dom";
import type { Texts } from "../i18n";
import type { Collection, Layer } from "../types";

export class Notice {
  private readonly element = one("#notices");
  private readonly texts: Texts;
  private readonly retries = new Map<Layer, () => void>();
  private readonly lines = new Map<string, string>();

  constructor(texts: Texts) {
    this.texts = texts;
  }

  /** Whether some layer could not be loaded. */
  get hasFailures(): boolean {
    return this.retries.size > 0;
  }

  /** Say something that stays, under a key so that it is said once. */
  say(key: string, text: string): void {
    this.lines.set(key, text);
    this.show();
  }

  /** Say that a layer could not be loaded, and offer to try again. */
  failed(layer: Layer, retry: () => void): void {
    this.retries.set(layer, retry);
    this.show();
  }

  /** Take the words about a layer back, or say that it has more records than were sent. */
  loaded(layer: Layer, { numberMatched: all = 0, features }: Collection): void {
    const values = { layer: this.texts.name("layer", layer), n: features.length, all };
    if (all > features.length) this.lines.set(layer, this.texts.t("error.incomplete", values));
    this.retries.delete(layer);
    this.show();
  }

  private show(): void {
    const lines = [...this.lines.values()].map((text) => h("p", { class: "notice" }, text));
    const failure = this.retries.size > 0 ? [this.failure()] : [];
    this.element.replaceChildren(...lines, ...failure);
  }

  private failure(): HTMLElement {
    const layers = [...this.retries.keys()].map((layer) => this.texts.name("layer", layer)).join(", ");
    const click = () => {
      for (const retry of [...this.retries.values()]) retry();
    };
    const label = this.texts.t("error.retry");
    const button = h("button", { class: "button", attrs: { type: "button" }, on: { click } }, label);
    return h("p", { class: "notice" }, h("span", {}, this.texts.t("error.layers", { layers })), button);
  }
}
