/** Sliders over the days since the first recognitions: the day shown, and the one that it is compared with. */

import { one } from "../dom";
import type { Texts } from "../i18n";
import { stops } from "./shading";
import type { PlannerState } from "./state";
import type { PlannerConfig } from "./types";

export class Days {
  private readonly config: PlannerConfig;
  private readonly texts: Texts;
  private readonly stops: string[];
  private readonly day = one<HTMLInputElement>("#day-slider");
  private readonly other = one<HTMLInputElement>("#compare-slider");
  private readonly isCompared = one<HTMLInputElement>("#compare-on");

  constructor(config: PlannerConfig, texts: Texts, change: (days: Pick<PlannerState, "asOf" | "compare">) => void) {
    this.config = config;
    this.texts = texts;
    this.stops = stops(config);
    for (const slider of [this.day, this.other]) slider.max = String(this.stops.length - 1);
    const tell = () => change({ asOf: this.chosen(this.day), compare: this.isCompared.checked ? this.at(this.other) : null });
    for (const input of [this.day, this.other]) input.addEventListener("input", tell);
    this.isCompared.addEventListener("change", tell);
    one<HTMLInputElement>("#as-of").addEventListener("change", (event) => {
      const { value } = event.target as HTMLInputElement;
      if (value >= "2018-01-01" && value <= config.today)
        change({ asOf: value === config.today ? null : value, compare: this.isCompared.checked ? this.at(this.other) : null });
    });
    one("#planner-days").hidden = false;
  }

  show({ asOf, compare }: PlannerState, isDated: boolean): void {
    const day = asOf ?? this.config.today;
    one<HTMLInputElement>("#as-of").value = day;
    this.set(this.day, "#day-said", day);
    this.set(this.other, "#compare-said", compare ?? this.stops[0] ?? day);
    this.isCompared.checked = compare !== null;
    one("#compare-choice").hidden = compare === null;
    one("#days-hint").hidden = isDated;
    for (const input of [this.day, this.other, this.isCompared]) input.disabled = !isDated;
  }

  private set(slider: HTMLInputElement, said: string, day: string): void {
    const next = this.stops.findIndex((stop) => stop >= day);
    slider.value = String(next < 0 ? this.stops.length - 1 : next);
    slider.setAttribute("aria-valuetext", this.texts.date(day));
    one(said).textContent = this.texts.date(day);
  }

  private at(slider: HTMLInputElement): string {
    return this.stops[Number(slider.value)] ?? this.config.today;
  }

  private chosen(slider: HTMLInputElement): string | null {
    const day = this.at(slider);
    return day === this.config.today ? null : day;
  }
}
