/** Lines as the server sends them: encoded polylines with six decimals, latitude before longitude. */

import type { Point } from "../data/distance";

const SCALE = 1_000_000;
const OFFSET = 63;
const MORE = 0x20;

/** The points of an encoded polyline. */
export function decoded(line: string): Point[] {
  const points: Point[] = [];
  const here: Point = [0, 0];
  let at = 0;
  while (at < line.length) {
    for (const part of [0, 1] as const) {
      let [value, factor, letter] = [0, 1, MORE];
      // Multiplied, not shifted: a bitwise value would turn over at 32 bits.
      while (letter >= MORE) {
        letter = line.charCodeAt(at) - OFFSET;
        at += 1;
        value += (letter % MORE) * factor;
        factor *= MORE;
      }
      here[part] += value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    }
    points.push([here[0] / SCALE, here[1] / SCALE]);
  }
  return points;
}
