/** How communes are coloured: from rows of figures to a class name each, and the lines of the legend. */

import type { Texts } from "../i18n";
import { type Class, changeStep, classify, classOf, rampStep, SIDE } from "./classes";
import type { PlannerState } from "./state";
import type { CommuneRow, PlannerConfig } from "./types";

export interface Sign {
  className: string;
  text: string;
  count: number;
}

export interface Shading {
  /** Class name by commune. */
  classNames: Map<string, string>;
  legend: Sign[];
}

export function valueOf(row: CommuneRow, measure: string, commodity: string | null): number | null {
  if (measure === "hectares") return row.hectares[commodity ?? ""] ?? 0;
  return row.measures[measure] ?? null;
}

/** What changed between two days; null where either is not known. */
export function changeOf(now: number | null, before: number | null | undefined): number | null {
  return now === null || before === null || before === undefined ? null : Math.round((now - before) * 10) / 10;
}

function span({ from, to }: Class, texts: Texts): string {
  return from === to ? texts.number(from) : `${texts.number(from)} – ${texts.number(to)}`;
}

/** The classes of values on a ramp; zero has a class of its own where it means that there is none. */
export function shade(
  values: Map<string, number | null>,
  state: Pick<PlannerState, "classes" | "method">,
  isCounted: boolean,
  texts: Texts,
): Shading {
  const known = [...values.values()].filter((value) => value !== null);
  const classes = classify(
    known.filter((value) => !isCounted || value !== 0),
    state.classes,
    state.method,
  );
  const nameOf = (value: number | null) => {
    if (value === null) return "area-none";
    if (isCounted && value === 0) return "area-zero";
    return `ramp-${rampStep(classOf(value, classes), classes.length)}`;
  };
  const zeros = isCounted ? known.filter((value) => value === 0).length : 0;
  const legend = classes.map((each, index) => ({
    className: `ramp-${rampStep(index, classes.length)}`,
    text: span(each, texts),
    count: each.count,
  }));
  if (zeros > 0) legend.unshift({ className: "area-zero", text: texts.number(0), count: zeros });
  return finished(values, nameOf, legend, texts);
}

/** The classes of changes, on a ramp that parts at none. */
export function shadeChanges(changes: Map<string, number | null>, method: PlannerState["method"], texts: Texts): Shading {
  const known = [...changes.values()].filter((change) => change !== null);
  const sizes = classify(
    known.filter((change) => change !== 0).map(Math.abs),
    SIDE,
    method,
  );
  const stepName = (step: number) => `change-${step < 0 ? "down" : "up"}-${Math.abs(step)}`;
  const nameOf = (change: number | null) => {
    if (change === null) return "area-none";
    return change === 0 ? "change-same" : stepName(changeStep(change, sizes));
  };
  const side = (sign: number) =>
    sizes.map((size, index) => ({
      className: stepName(sign * (index + SIDE - sizes.length + 1)),
      text: `${sign < 0 ? "−" : "+"}${span(size, texts)}`,
      count: known.filter((change) => change * sign >= size.from && change * sign <= size.to).length,
    }));
  const same = { className: "change-same", text: texts.t("planmap.same"), count: known.filter((each) => each === 0).length };
  const legend = [...side(-1).reverse(), same, ...side(1)].filter(({ count }) => count > 0);
  return finished(changes, nameOf, legend, texts);
}

function finished(
  values: Map<string, number | null>,
  nameOf: (value: number | null) => string,
  legend: Sign[],
  texts: Texts,
): Shading {
  const none = [...values.values()].filter((value) => value === null).length;
  if (none > 0) legend.push({ className: "area-none", text: texts.t("planmap.none"), count: none });
  return { classNames: new Map([...values].map(([id, value]) => [id, nameOf(value)])), legend };
}

/** The days that a slider stops at: the end of each year since the first, and today. */
export function stops({ firstYear, today }: Pick<PlannerConfig, "firstYear" | "today">): string[] {
  const years = Number(today.slice(0, 4)) - firstYear;
  const ends = Array.from({ length: years }, (_, index) => `${firstYear + index}-12-31`);
  return [...ends, today];
}
