/** The tour in a sentence: how far, how long, what putting in order saves. */

import type { Texts } from "../i18n";
import type { Plan } from "./plan";
import { duration, length } from "./words";

export function totals({ totals: sum, days, order, legs, road }: Plan, texts: Texts): string {
  if (order.length === 0) return "";
  const [first, last] = [days[0], days.at(-1)];
  const far = length(sum.meters, texts);
  // A single stop has no way to it.
  const hasWay = legs.length > 0;
  const parts = [
    texts.count("tour.stops", order.length),
    hasWay && (road ? far : texts.t("tour.straight", { length: far })),
    !hasWay || sum.travel_seconds === null ? null : texts.t("tour.on_the_way", { time: duration(sum.travel_seconds, texts) }),
    sum.visit_minutes > 0 ? texts.t("tour.visiting", { time: duration(sum.visit_minutes * 60, texts) }) : null,
    days.length > 1 ? texts.t("tour.days", { n: days.length }) : null,
    days.length === 1 && first?.start && last?.end ? `${first.start} – ${last.end}` : null,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What the order found saves against the one given; null where nothing was put in order. */
export function saved({ compared }: Plan, texts: Texts): string | null {
  if (!compared) return null;
  const { given_seconds: given, ordered_seconds: ordered } = compared;
  const metres = compared.given_meters - compared.ordered_meters;
  if (given !== null && ordered !== null && given - ordered >= 60)
    return texts.t("tour.saved_time", { time: duration(given - ordered, texts), length: length(Math.max(0, metres), texts) });
  if (given === null && metres >= 100) return texts.t("tour.saved_length", { length: length(metres, texts) });
  return texts.t("tour.saved_nothing");
}
