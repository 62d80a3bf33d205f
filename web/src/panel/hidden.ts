/** Telling what a filter finds in layers that are switched off, with one tap to see it. */

import type { Counts } from "../data/counts";
import type { Filter } from "../data/filter";
import type { Texts } from "../i18n";
import { LAYERS, type Layer } from "../types";
import type { Notice } from "./notice";

const NOTICE = "hidden";

/** Whether a filter says where or what, so that a record of any layer may be what is looked for. */
function looksEverywhere({ commune, legacy_commune, q }: Filter): boolean {
  return commune.length > 0 || legacy_commune.length > 0 || q !== "";
}

export class HiddenLayers {
  private readonly notice: Notice;
  private readonly texts: Texts;
  private readonly show: (layers: Layer[]) => void;
  private told = "";

  /** @param show what switches further layers on. */
  constructor(notice: Notice, texts: Texts, show: (layers: Layer[]) => void) {
    this.notice = notice;
    this.texts = texts;
    this.show = show;
  }

  /** Tell of the layers that are off and hold something; said once, until there is something else to say. */
  tell(counts: Counts, filter: Filter, on: ReadonlySet<Layer>): void {
    const isHidden = (layer: Layer) => layer !== "commune" && !on.has(layer) && (counts.layers.get(layer) ?? 0) > 0;
    const hidden = looksEverywhere(filter) ? LAYERS.filter(isHidden) : [];
    const text = this.sentence(hidden, counts);
    const about = JSON.stringify([text, filter.commune, filter.legacy_commune, filter.q]);
    if (about === this.told) return;
    this.told = about;
    if (hidden.length === 0) return this.notice.unsay(NOTICE);
    const way = { label: this.texts.t("list.show_hidden"), go: () => this.show(hidden) };
    this.notice.say(NOTICE, text, { way });
  }

  private sentence(hidden: Layer[], counts: Counts): string {
    const number = (layer: Layer) => counts.layers.get(layer) ?? 0;
    const n = hidden.reduce((sum, layer) => sum + number(layer), 0);
    const named = hidden.map((layer) =>
      this.texts.t("list.hidden_layer", { layer: this.texts.name("layer", layer), n: number(layer) }),
    );
    return this.texts.t("list.hidden", { n, layers: named.join(", ") });
  }
}
