/** OCOP places that lie near the way, each with what it costs to go there, and one tap to add it. */

import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { symbol } from "../map/symbols";
import type { TourConfig } from "./config";
import { writeLink } from "./link";
import type { Tour } from "./model";
import type { Suggestion, Told } from "./plan";

const TIMEOUT_MS = 30_000;
/** Where there are no roads, a detour is measured along straight lines. */
const KM_A_MINUTE = 0.5;

interface Answer {
  suggestions?: Suggestion[];
  notices?: Told[];
  detail?: string;
}

export class Suggestions {
  private readonly box = one<HTMLDetailsElement>("#tour-suggestions");
  private readonly list = one("#tour-suggestions-list");
  private readonly minutes = one<HTMLSelectElement>("#tour-detour");
  private readonly texts: Texts;
  private readonly api: string;
  private readonly tour: () => Tour;
  private readonly add: (suggestion: Suggestion) => void;
  private asked = 0;

  constructor(texts: Texts, { api }: Pick<TourConfig, "api">, tour: () => Tour, add: (suggestion: Suggestion) => void) {
    this.texts = texts;
    this.api = api;
    this.tour = tour;
    this.add = add;
    this.box.addEventListener("toggle", () => void this.refresh());
    this.minutes.addEventListener("change", () => void this.refresh());
  }

  /** Ask anew while they are looked at; a tour with no way has none. */
  async refresh(): Promise<void> {
    const tour = this.tour();
    const places = tour.stops.length + Number(tour.start !== null);
    this.box.hidden = places === 0;
    if (!this.box.open || this.box.hidden) return;
    const turn = ++this.asked;
    this.list.setAttribute("aria-busy", "true");
    const answer = await this.fetch(tour);
    if (turn !== this.asked) return;
    this.list.setAttribute("aria-busy", "false");
    const found = answer?.suggestions ?? [];
    const nothing = answer?.detail ?? this.texts.t(answer ? "tour.suggest_none" : "tour.suggest_failed");
    const notices = (answer?.notices ?? []).map(({ message }) => h("li", { class: "tour-notices" }, message));
    this.list.replaceChildren(...notices, ...(found.length > 0 ? found.map((each) => this.row(each)) : [h("li", {}, nothing)]));
  }

  private async fetch(tour: Tour): Promise<Answer | null> {
    const minutes = Number(this.minutes.value);
    const wish = `minutes=${minutes}&km=${minutes * KM_A_MINUTE}&lang=${this.texts.locale}`;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const address = `${this.api}/tours/suggestions?${writeLink(tour)}&${wish}`;
    const response = await fetch(address, { signal }).catch(() => null);
    return response && ((await response.json().catch(() => null)) as Answer | null);
  }

  private row(suggestion: Suggestion): HTMLElement {
    const { name, layer, reason } = suggestion;
    const attrs = { type: "button", "aria-label": this.texts.t("tour.add_named", { name }) };
    const add = h("button", { class: "button", attrs, on: { click: () => this.add(suggestion) } }, this.texts.t("tour.add"));
    const text = h(
      "span",
      { class: "row-text" },
      h("span", { class: "row-name", attrs: { lang: "vi" } }, name),
      h("span", { class: "row-facts" }, `${this.texts.name("layer.one", layer)} · ${reason.message}`),
    );
    return h("li", { class: "suggestion" }, symbol(layer), text, add);
  }
}
