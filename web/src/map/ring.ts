/** The ring around a group's number: an arc for each star, long as its share and lettered with the star. */

import { svg } from "../dom";
import type { Counts, Kind } from "./clusters";

/** What an arc stands for: a star, or every place that is no product. */
type Arc = "5" | "4" | "3" | "unknown" | "place";

const ARCS: [Arc, Kind[]][] = [
  ["5", ["5"]],
  ["4", ["4"]],
  ["3", ["3"]],
  ["unknown", ["unknown"]],
  ["place", ["producer", "craft_village", "tourism_point", "sales_point"]],
];
/** Letters as strokes in a box of 4 by 6: drawn text would count as part of the group's name. */
const LETTERS: Partial<Record<Arc, string>> = {
  "5": "M3.5 0H.9L.6 2.6A1.8 1.8 0 1 1 .4 5",
  "4": "M2.9 6V0L.2 4.3H4",
  "3": "M.5 .9A1.55 1.45 0 1 1 1.8 2.8A1.65 1.6 0 1 1 .3 5",
  unknown: "M.5 1.5A1.5 1.5 0 1 1 2 3V4.1M2 5.7V5.8",
};
const LETTER_SIZE = [4, 6] as const;
const CENTRE = 20;
/** A radius whose circumference is 100, so that shares are lengths. */
const RADIUS = 15.915;
/** Shares below which an arc is too short for its letter. */
const LETTER_SHARE = 13;
/** What is left open between arcs, so that they are told apart without their colours. */
const GAP = 1.2;

interface Piece {
  arc: Arc;
  /** Where it begins and how long it is, in hundredths of the ring. */
  start: number;
  share: number;
}

/** The arcs that a group needs, from its top clockwise. */
export function pieces(counts: Counts): Piece[] {
  const sums = ARCS.map(([arc, kinds]) => [arc, kinds.reduce((sum, kind) => sum + counts[kind], 0)] as const);
  const total = sums.reduce((sum, [, number]) => sum + number, 0);
  let start = 0;
  return sums.flatMap(([arc, number]) => {
    const piece = { arc, start, share: (100 * number) / total };
    start += piece.share;
    return number > 0 ? [piece] : [];
  });
}

function drawn({ arc, start, share }: Piece): SVGElement {
  const length = share < 100 ? Math.max(share - GAP, 0.5) : 100;
  return svg("circle", {
    cx: CENTRE,
    cy: CENTRE,
    r: RADIUS,
    "stroke-dasharray": `${length} ${100 - length}`,
    "stroke-dashoffset": 25 - start - (share - length) / 2,
    class: `ring ring-${arc}`,
  });
}

function letter({ arc, start, share }: Piece): SVGElement | null {
  const d = LETTERS[arc];
  if (!d || share < LETTER_SHARE) return null;
  const angle = 2 * Math.PI * ((start + share / 2) / 100 - 0.25);
  const x = CENTRE + RADIUS * Math.cos(angle) - LETTER_SIZE[0] / 2;
  const y = CENTRE + RADIUS * Math.sin(angle) - LETTER_SIZE[1] / 2;
  return svg("path", { d, transform: `translate(${x} ${y})`, class: `ring-letter ring-letter-${arc}` });
}

/** The ring as a picture; decorative, since the group's name says the same in words. */
export function ring(counts: Counts): SVGElement {
  const arcs = pieces(counts);
  const attributes = { viewBox: "0 0 40 40", class: "cluster-ring", "aria-hidden": "true" };
  return svg("svg", attributes, ...arcs.map(drawn), ...arcs.map(letter));
}
