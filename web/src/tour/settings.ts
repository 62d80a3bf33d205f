/** How the tour is made: the same form that works without a script, whose changes take effect at once. */

import { one } from "../dom";
import type { Texts } from "../i18n";
import { LUNCH, MAX_DAYS, type Mode, type Tour } from "./model";

export class Settings {
  private readonly form = one<HTMLFormElement>("#tour-form");
  private readonly summary = one("#tour-form-summary");
  private readonly texts: Texts;

  constructor(texts: Texts, change: (change: Partial<Tour>) => void) {
    this.texts = texts;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => {
      const told = this.told((event.target as HTMLInputElement).name);
      if (told) change(told);
    });
  }

  show(tour: Tour, isTimedByRoads: boolean): void {
    const { lunch } = tour;
    this.field("mode").value = tour.mode;
    this.field("d").value = tour.date ?? "";
    this.field("day_start").value = tour.dayStart;
    this.field("day_end").value = tour.dayEnd;
    this.field("days").value = String(tour.days);
    this.field("lunch_start").value = lunch?.start ?? "";
    this.field("lunch_minutes").value = String(lunch?.minutes ?? 0);
    this.field("end").value = tour.end === "start" ? "start" : tour.end ? "place" : "";
    this.field("speed").value = tour.speed === null ? "" : String(tour.speed);
    this.box("ferries").checked = !tour.ferries;
    this.box("order").checked = tour.order === "best";
    one<HTMLOptionElement>("#tour-end-start").disabled = !tour.start;
    one<HTMLOptionElement>("#tour-end-place").hidden = !tour.end || tour.end === "start";
    // Where roads tell times, nobody has to suppose a speed.
    one("#tour-speed").hidden = isTimedByRoads && tour.speed === null;
    this.summary.textContent = this.said(tour);
  }

  private said(tour: Tour): string {
    const { texts } = this;
    const parts = [
      texts.name("tour.mode", tour.mode),
      tour.date ? texts.date(tour.date) : null,
      `${tour.dayStart}–${tour.dayEnd}`,
      tour.days > 1 ? texts.t("tour.up_to_days", { n: tour.days }) : null,
      tour.order === "best" ? texts.t("tour.fastest") : null,
      tour.ferries ? null : texts.t("tour.no_ferries"),
    ];
    return parts.filter(Boolean).join(" · ");
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private box(name: string): HTMLInputElement {
    return one<HTMLInputElement>(`input[type=checkbox][name=${name}]`, this.form);
  }

  /** What a field says now; null for what it cannot mean. */
  private told(name: string): Partial<Tour> | null {
    const text = this.field(name)?.value ?? "";
    if (name === "mode") return { mode: text as Mode };
    if (name === "d") return this.field("d").validity.valid ? { date: text || null } : null;
    if (name === "day_start" || name === "day_end") return this.hours();
    if (name === "lunch_start" || name === "lunch_minutes") return this.lunch();
    if (name === "days") return { days: Math.min(MAX_DAYS, Math.max(1, Math.round(Number(text)) || 1)) };
    if (name === "speed") return this.field("speed").validity.valid ? { speed: text ? Math.round(Number(text)) : null } : null;
    if (name === "ferries") return { ferries: !this.box("ferries").checked };
    if (name === "order") return { order: this.box("order").checked ? "best" : "given" };
    if (name === "end") return text === "place" ? null : { end: text === "start" ? "start" : null };
    return null;
  }

  private hours(): Partial<Tour> | null {
    const [dayStart, dayEnd] = [this.field("day_start").value, this.field("day_end").value];
    const end = this.field("day_end");
    const isPossible = dayStart !== "" && dayEnd !== "" && dayStart < dayEnd;
    end.setCustomValidity(isPossible ? "" : this.texts.t("tour.bad_hours"));
    if (!isPossible) end.reportValidity();
    return isPossible ? { dayStart, dayEnd } : null;
  }

  private lunch(): Partial<Tour> | null {
    const minutes = this.field("lunch_minutes");
    if (!minutes.validity.valid) return null;
    const number = Math.round(Number(minutes.value) || 0);
    const start = this.field("lunch_start").value || LUNCH.start;
    return { lunch: number > 0 ? { start, minutes: number } : null };
  }
}
