/** When something is harvested: a strip of twelve months, and the same in words. */

import { type Child, h } from "../dom";
import type { Texts } from "../i18n";
import type { OcopRecord } from "../types";
import { section, sourceLink } from "./facts";

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The months in words: "Tháng 3, Tháng 4"; whoever listens gets this instead of the strip. */
function said(months: number[], texts: Texts): string {
  if (months.length === MONTHS.length) return texts.t("season.whole_year");
  return months.map((month) => texts.name("season", String(month))).join(", ");
}

/** The strip: every month, those of the harvest filled. */
export function monthStrip(months: number[]): HTMLElement {
  const month = (number: number) =>
    h("span", { class: months.includes(number) ? "month month-on" : "month" }, String(number));
  return h("div", { class: "months", attrs: { "aria-hidden": "true" } }, ...MONTHS.map(month));
}

/** The section of a record's season with its sources; null where no source tells. */
export function season(record: OcopRecord, texts: Texts): Child {
  const { harvest_months: months, harvest = [], commodity } = record;
  if (!months || months.length === 0) return null;
  const isOfCommodity = harvest.every(({ of_commodity: of }) => of) && commodity;
  const title = isOfCommodity
    ? texts.t("card.harvest_of", { commodity: texts.name("commodity", commodity).toLowerCase() })
    : texts.t("card.harvest");
  const sources = [...new Set(harvest.map(({ source_url: url }) => url))].map(sourceLink);
  const links = sources.flatMap((link, index) => (index > 0 ? [", ", link] : [link]));
  return section(
    title,
    monthStrip(months),
    h("p", {}, said(months, texts)),
    h("p", { class: "hint" }, `${texts.t("card.source")}: `, ...links),
  );
}
