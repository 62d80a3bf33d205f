/** Values put into classes, and the colour that a class has. */

import { ckmeans } from "simple-statistics";
import type { Method } from "./state";

/** Values from the least to the greatest that a class holds, and how many. */
export interface Class {
  from: number;
  to: number;
  count: number;
}

/** Steps of the ramp of colours in the style sheet. */
const RAMP = 12;
/** Classes on each side of no change. */
export const SIDE = 3;

/**
 * Put values into at most `most` classes in ascending order; equal values are never parted.
 *
 * "natural" makes the values of a class as alike as can be (Jenks, by ckmeans), "quantile" makes classes as even as
 * equal values let them be.
 */
export function classify(values: number[], most: number, method: Method): Class[] {
  const sorted = [...values].sort((a, b) => a - b);
  const distinct = new Set(sorted).size;
  if (distinct === 0) return [];
  const groups = method === "natural" ? ckmeans(sorted, Math.min(most, distinct)) : quantiles(sorted, most);
  return groups
    .filter((group) => group.length > 0)
    .map((group) => ({ from: group[0] ?? 0, to: group.at(-1) ?? 0, count: group.length }));
}

function quantiles(sorted: number[], most: number): number[][] {
  const groups: number[][] = [];
  let begun = 0;
  for (let index = 1; index <= most; index += 1) {
    let end = Math.round((index * sorted.length) / most);
    while (end < sorted.length && sorted[end] === sorted[end - 1]) end += 1;
    if (end > begun) groups.push(sorted.slice(begun, end));
    begun = Math.max(begun, end);
  }
  return groups;
}

/** The index of the class that holds a value. */
export function classOf(value: number, classes: Class[]): number {
  const index = classes.findIndex(({ to }) => value <= to);
  return index < 0 ? classes.length - 1 : index;
}

/** The step of the ramp, 0 to 12, of a class among as many as there are. */
export function rampStep(index: number, classes: number): number {
  return classes < 2 ? Math.round(RAMP / 2) : Math.round((index * RAMP) / (classes - 1));
}

/** The step, -3 to 3, of a change among classes of its size. */
export function changeStep(change: number, sizes: Class[]): number {
  return change === 0 ? 0 : Math.sign(change) * (classOf(Math.abs(change), sizes) + SIDE - sizes.length + 1);
}
