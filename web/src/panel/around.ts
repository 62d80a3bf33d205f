/** What lies around a record: how far it is, and where the nearest sales points are. */

import { distanceText, type Origin } from "../find/origin";
import { salesOf } from "../find/sales";
import { type Child, h } from "../dom";
import type { Texts } from "../i18n";
import type { Item, OcopRecord } from "../types";
import { section } from "./facts";
import { row } from "./list";

/** What the page knows besides the record. */
export interface Around {
  /** The visitor's place, when it was given. */
  origin: Origin | null;
  salesPoints: Item[];
}

export const NOTHING_AROUND: Around = { origin: null, salesPoints: [] };

/** Where to buy a product: named places, or the nearest ones said to be no more than that. */
export function buying(record: OcopRecord, around: Around, texts: Texts): Child {
  if (record.layer !== "product") return null;
  const { isNamed, from, points } = salesOf(record, around.salesPoints, around.origin);
  if (points.length === 0) return null;
  const rows = points.map((point) => row(point, texts, distanceText(point, from, texts)));
  const kind = isNamed ? "named" : around.origin ? "near_you" : "near_maker";
  return section(
    texts.t(isNamed ? "link.sales_points" : "sales.title"),
    h("p", { class: "hint" }, texts.t(`sales.${kind}`)),
    h("ul", {}, ...rows),
  );
}
