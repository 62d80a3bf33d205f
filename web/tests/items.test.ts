import { expect, test } from "vitest";
import { boxOf, isApproximate } from "../src/data/items";
import { feature, item } from "./fixtures";

test.each([
  ["exact", 20, false],
  ["street", 200, false],
  ["exact", 3000, true],
  ["hamlet", 100, true],
  ["commune", null, true],
  [null, null, true],
])("precision %s with %s m is approximate: %s", (precision, uncertainty_m, approximate) => {
  expect(isApproximate(feature("product", "p", { precision, uncertainty_m }).properties)).toBe(approximate);
});

test("a record without geometry has neither point nor box", () => {
  expect(item("product", "p")).toMatchObject({ point: null, box: null });
});

test("a multipolygon's box holds all its parts", () => {
  const ring = (x: number) => [
    [
      [x, 10],
      [x + 0.1, 10],
      [x + 0.1, 10.2],
      [x, 10],
    ],
  ];
  expect(boxOf({ type: "MultiPolygon", coordinates: [ring(105), ring(106)] })).toEqual([
    105, 10, 106.1, 10.2,
  ]);
});
