/** Where a record is, how well that is known, and how it came to be known. */

import { h } from "../dom";
import type { Texts } from "../i18n";
import type { OcopRecord } from "../types";
import { facts, sourceLink, vietnamese } from "./facts";

/** Metres as one says them: hundreds from a kilometre on. */
function rounded(metres: number): number {
  return metres < 1000 ? Math.round(metres) : Math.round(metres / 100) * 100;
}

/** The words for a household whose exact place is held back. */
export function withheld(record: OcopRecord, texts: Texts): HTMLElement | null {
  return record.is_withheld ? h("p", { class: "hint" }, texts.t("card.withheld")) : null;
}

/** Addresses, precision and explanation of a record's place; a commune is its own place. */
export function place(record: OcopRecord, texts: Texts): HTMLElement | null {
  if (record.layer === "commune") return null;
  const { precision, confidence, uncertainty_m: radius } = record;
  const isSite = record.layer !== "zone";
  const near = radius ? ` (${texts.t("card.radius", { n: rounded(radius) })})` : "";
  const sure = confidence ? texts.t("card.confidence", { n: Math.round(confidence * 100) }) : "";
  const how = [record.placed_by && texts.name("placed_by", record.placed_by), sure]
    .filter(Boolean)
    .join(" · ");
  return facts([
    [texts.t("card.original_address"), isSite && vietnamese(record.original_address)],
    [texts.t("card.current_address"), vietnamese(record.current_address ?? record.commune_name)],
    [texts.t("card.legacy_commune"), vietnamese(record.legacy_commune)],
    [
      texts.t("card.precision"),
      precision ? texts.name("precision", precision) + near : isSite && texts.t("card.not_located"),
    ],
    [texts.t("card.placed_by"), how],
    [texts.t("card.explanation"), vietnamese(record.explanation)],
    [texts.t("card.coordinate_source"), sourceLink(record.coordinate_source)],
  ]);
}
