import { describe, expect, test } from "vitest";
import { areaOf } from "../src/map/areas";
import { choosePlaces, shapeOf } from "../src/map/labels";
import { item } from "./fixtures";

const square = (west: number, south: number, side: number) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];

describe("where a name stands", () => {
  test("is the middle of a polygon", () => {
    const shape = shapeOf({ type: "Polygon", coordinates: [square(105, 10, 2)] });
    expect(shape?.at[0]).toBeCloseTo(11);
    expect(shape?.at[1]).toBeCloseTo(106);
    expect(shape?.area).toBeCloseTo(4);
  });

  test("is the middle of the largest of several parts", () => {
    const shape = shapeOf({ type: "MultiPolygon", coordinates: [[square(0, 0, 1)], [square(105, 10, 2)]] });
    expect(shape?.at[1]).toBeCloseTo(106);
  });

  test("is nowhere for a point, and at its corner for a polygon without an area", () => {
    expect(shapeOf({ type: "Point", coordinates: [105, 10] })).toBeNull();
    expect(shapeOf(null)).toBeNull();
    const flat = [
      [105, 10],
      [106, 10],
      [105, 10],
    ];
    expect(shapeOf({ type: "Polygon", coordinates: [flat] })).toEqual({ at: [10, 105], area: 0 });
  });
});

describe("names that want the same room", () => {
  const at = (x: number, y: number) => [x, y, x + 10, y + 10] as const;

  test("give way to those before them, to their next place or altogether", () => {
    expect(choosePlaces([[at(0, 0)], [at(5, 5)], [at(20, 0)]])).toEqual([0, -1, 0]);
    expect(choosePlaces([[at(0, 0)], [at(5, 5), at(5, 12)]])).toEqual([0, 1]);
  });

  test("stand clear of what is taken; sides that touch do not overlap", () => {
    expect(choosePlaces([[at(0, 0), at(10, 0)]], [at(0, 0)])).toEqual([1]);
  });
});

describe("the area that a mark stands for", () => {
  const mark = (known: object) => {
    const it = item("product", "a", known, [105.7, 10.3]);
    return { key: it.key, at: [10.3, 105.7] as [number, number], item: it };
  };

  test("is that of an approximate item", () => {
    expect(areaOf(mark({ precision: "commune", uncertainty_m: 3000 }))?.radius).toBe(3000);
  });

  test("is none for a pin, an unknown radius, or a district and more", () => {
    expect(areaOf(mark({ precision: "exact", uncertainty_m: 20 }))).toBeNull();
    expect(areaOf(mark({ precision: "commune" }))).toBeNull();
    expect(areaOf(mark({ precision: "province", uncertainty_m: 60_000 }))).toBeNull();
  });
});
