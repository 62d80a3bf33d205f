/** Times and lengths of a tour in words. */

import { sayDistance } from "../data/distance";
import type { Texts } from "../i18n";

/** "45 phút", "1 giờ 20 phút"; never less than a minute. */
export function duration(seconds: number, texts: Texts): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return texts.t("tour.minutes", { n: rest });
  return rest === 0 ? texts.t("tour.hours", { n: hours }) : texts.t("tour.hours_minutes", { hours, minutes: rest });
}

export function length(metres: number, texts: Texts): string {
  return sayDistance(metres, 0, texts);
}

/** A day of the week and its date: "Thứ Bảy, 5/12/2026", "Saturday, 5 December 2026". */
export function weekday(day: string, texts: Texts): string {
  // Where the month is a number, nobody abroad knows it from the day.
  const [tag, month] = texts.locale === "en" ? (["en-GB", "long"] as const) : ([texts.locale, "numeric"] as const);
  const style: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month, year: "numeric" };
  return new Intl.DateTimeFormat(tag, { ...style, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
