import { describe, expect, test } from "vitest";
import { intersects } from "../src/data/geometry";
import type { Box } from "../src/types";

const square = (west: number, south: number, side: number) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const box: Box = [0, 0, 2, 2];
const polygon = (...rings: number[][][]): GeoJSON.Polygon => ({ type: "Polygon", coordinates: rings });

describe("a box", () => {
  test("meets a point inside it or on its border, and no other", () => {
    const at = (x: number, y: number): GeoJSON.Point => ({ type: "Point", coordinates: [x, y] });
    expect([at(1, 1), at(2, 0)].every((point) => intersects(point, box))).toBe(true);
    expect(intersects(at(2.1, 1), box)).toBe(false);
  });

  test("meets a polygon that lies inside, around or across it", () => {
    expect(intersects(polygon(square(0.5, 0.5, 1)), box)).toBe(true);
    expect(intersects(polygon(square(-5, -5, 20)), box)).toBe(true);
    expect(intersects(polygon(square(1, 1, 5)), box)).toBe(true);
    expect(intersects(polygon(square(2, 2, 5)), box)).toBe(true);
  });

  test("does not meet a polygon whose extent alone covers it", () => {
    const bent = [
      [-1, -1],
      [5, -1],
      [5, 5],
      [4, 5],
      [4, -0.5],
      [-1, -0.5],
      [-1, -1],
    ];
    expect(intersects(polygon(bent), box)).toBe(false);
    expect(intersects(polygon(square(-5, -5, 20), square(-1, -1, 6)), box)).toBe(false);
  });

  test("meets several polygons when it meets one of them", () => {
    const parts = [[square(9, 9, 1)], [square(1, 1, 5)]];
    expect(intersects({ type: "MultiPolygon", coordinates: parts }, box)).toBe(true);
    expect(intersects({ type: "MultiPolygon", coordinates: [[square(9, 9, 1)]] }, box)).toBe(false);
  });
});
