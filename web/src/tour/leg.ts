/** A way between two stops in the list: how far and how long, ferries, and what to do at each turn. */

import { h } from "../dom";
import type { Texts } from "../i18n";
import type { PlanFerry, PlanLeg } from "./plan";
import { duration, length } from "./words";

function ferryLine({ name, seconds }: PlanFerry, texts: Texts): HTMLElement {
  const time = duration(seconds, texts);
  const said = name ? texts.t("tour.ferry_named", { name, time }) : texts.t("tour.ferry", { time });
  return h("p", { class: "leg-ferry" }, said);
}

function turns({ from, to, manoeuvres }: PlanLeg, texts: Texts): HTMLElement | null {
  if (manoeuvres.length === 0) return null;
  const lines = manoeuvres.map(({ text, meters }) => {
    const far = meters > 0 && h("span", { class: "turn-length" }, length(meters, texts));
    return h("li", {}, h("span", {}, text), far && " ", far);
  });
  // Its id keeps it unfolded when the list is drawn anew.
  const attrs = { id: `turns-${from}-${to}` };
  const title = h("summary", {}, texts.count("tour.turns", manoeuvres.length));
  return h("details", { class: "turns", attrs }, title, h("ol", {}, ...lines));
}

/** The line of a way; a straight one is called what it is and has no time. */
export function legRow(leg: PlanLeg, texts: Texts): HTMLElement {
  const { meters, seconds, straight, ferries } = leg;
  const far = length(meters, texts);
  const isTimed = !straight && seconds !== null;
  const text = isTimed ? `${far} · ${duration(seconds, texts)}` : texts.t("tour.straight", { length: far });
  return h(
    "li",
    { class: straight ? "leg leg-straight" : "leg" },
    h("p", {}, text),
    ...ferries.map((ferry) => ferryLine(ferry, texts)),
    turns(leg, texts),
  );
}
