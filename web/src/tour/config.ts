/** What the server tells the page of a tour. */

import type { Texts } from "../i18n";
import type { Config } from "../types";
import type { Plan } from "./plan";

export interface TourConfig extends Config {
  /** The plan that came with the page, and the link that it is for; null where there is none. */
  planned: { link: string; plan: Plan } | null;
}

/** Which parts of a link could not be understood, in words. */
export function told(leftOut: readonly string[], texts: Texts): string {
  const parts = leftOut.map((name) => texts.name("tour.part", name));
  return texts.t("tour.left_out", { parts: parts.join(", ") });
}
