/** What can be done with one stop: move, lock, stay longer, start or end there, see how far one gets, take out. */

import { h } from "../dom";
import type { Texts } from "../i18n";
import { isRecord, MAX_VISIT_MINUTES } from "./model";
import type { StopRow } from "./rows";

export interface Edited {
  move(from: number, to: number): void;
  remove(id: number): void;
  lock(id: number, isLocked: boolean): void;
  stay(id: number, minutes: number | null): void;
  rename(id: number, name: string): void;
  /** Make a stop the start or the end of the tour. */
  terminal(id: number, at: "start" | "end"): void;
  /** Show what can be reached from a stop. */
  reach(id: number): void;
}

function button(act: string, text: string, click: () => void, isDisabled = false): HTMLElement {
  const attrs = { type: "button", "data-act": act, disabled: isDisabled };
  return h("button", { class: "button", attrs, on: { click } }, text);
}

function minutes({ stop, found }: StopRow, texts: Texts, edited: Edited): HTMLElement {
  const usual = found?.visit_minutes;
  const input = h("input", {
    class: "field",
    attrs: {
      type: "number",
      inputmode: "numeric",
      min: 0,
      max: MAX_VISIT_MINUTES,
      step: 5,
      "data-act": "stay",
      value: stop.visit ?? "",
      placeholder: usual ?? "",
    },
  });
  input.addEventListener("change", () => {
    const value = input.value.trim() === "" ? null : Math.round(input.valueAsNumber);
    if (value === null || (value >= 0 && value <= MAX_VISIT_MINUTES)) edited.stay(stop.id, value);
    else input.value = String(stop.visit ?? "");
  });
  return h("label", { class: "stop-field" }, h("span", {}, texts.t("tour.stay")), input);
}

function naming({ stop }: StopRow, texts: Texts, edited: Edited): HTMLElement | null {
  if (isRecord(stop.place)) return null;
  const attrs = { type: "text", maxlength: 80, "data-act": "name", value: stop.place.name };
  const input = h("input", { class: "field", attrs });
  input.addEventListener("change", () => edited.rename(stop.id, input.value));
  return h("label", { class: "stop-field" }, h("span", {}, texts.t("tour.name")), input);
}

/** The unfolded part of a stop's line. */
export function stopEditor(row: StopRow, name: string, all: number, texts: Texts, edited: Edited): HTMLElement {
  const { stop, index, found } = row;
  const page = found?.href;
  return h(
    "div",
    { class: "stop-editor", attrs: { role: "group", "aria-label": texts.t("tour.edit", { name }) } },
    button("up", texts.t("tour.up"), () => edited.move(index, index - 1), index === 0),
    button("down", texts.t("tour.down"), () => edited.move(index, index + 1), index === all - 1),
    button("remove", texts.t("tour.remove"), () => edited.remove(stop.id)),
    naming(row, texts, edited),
    minutes(row, texts, edited),
    button("lock", texts.t(stop.locked ? "tour.unlock" : "tour.lock"), () => edited.lock(stop.id, !stop.locked)),
    button("start", texts.t("tour.make_start"), () => edited.terminal(stop.id, "start")),
    button("end", texts.t("tour.make_end"), () => edited.terminal(stop.id, "end")),
    button("reach", texts.t("tour.reach"), () => edited.reach(stop.id)),
    page ? h("a", { class: "button", attrs: { href: page } }, texts.t("card.page")) : null,
  );
}
