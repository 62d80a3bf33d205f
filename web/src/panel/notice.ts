/** Calm words when something could not be had. */

import { h, one } from "../dom";
import type { Texts } from "../i18n";
import type { Collection, Layer } from "../types";

/** Something that the visitor can do about it. */
export interface Way {
  label: string;
  go(): void;
}

interface Said {
  text: string;
  way?: Way;
  /** Told when it is taken back. */
  gone?(): void;
}

export class Notice {
  private readonly element = one("#notices");
  private readonly texts: Texts;
  private readonly retries = new Map<Layer, () => void>();
  private readonly lines = new Map<string, Said>();

  constructor(texts: Texts) {
    this.texts = texts;
  }

  /** Whether some layer could not be loaded. */
  get hasFailures(): boolean {
    return this.retries.size > 0;
  }

  /** Say something that stays until it is taken back, under a key so that it is said once. */
  say(key: string, text: string, more: Omit<Said, "text"> = {}): void {
    this.lines.set(key, { text, ...more });
    this.show();
  }

  /** Take back what was said under a key. */
  unsay(key: string): void {
    const said = this.lines.get(key);
    if (!said) return;
    this.lines.delete(key);
    this.show();
    said.gone?.();
  }

  /** Say that a layer could not be loaded, and offer to try again. */
  failed(layer: Layer, retry: () => void): void {
    this.retries.set(layer, retry);
    this.show();
  }

  /** Take the words about a layer back, or say that it has more records than were sent. */
  loaded(layer: Layer, { numberMatched: all = 0, features }: Collection): void {
    const values = { layer: this.texts.name("layer", layer), n: features.length, all };
    const text = this.texts.t("error.incomplete", values);
    if (all > features.length) this.lines.set(layer, { text });
    this.retries.delete(layer);
    this.show();
  }

  private show(): void {
    const lines = [...this.lines].map(([key, said]) => this.line(key, said));
    const failure = this.retries.size > 0 ? [this.failure()] : [];
    this.element.replaceChildren(...lines, ...failure);
  }

  private line(key: string, { text, way }: Said): HTMLElement {
    const go = () => {
      this.unsay(key);
      way?.go();
    };
    const options = { class: "button", attrs: { type: "button" }, on: { click: go } };
    const button = way && h("button", options, way.label);
    const attrs = { type: "button", "aria-label": this.texts.t("notice.dismiss") };
    const dismiss = h("button", { class: "notice-close", attrs, on: { click: () => this.unsay(key) } }, "×");
    return h("div", { class: "notice" }, h("span", {}, text), button, dismiss);
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
