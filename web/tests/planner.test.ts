import { describe, expect, test } from "vitest";
import { Texts } from "../src/i18n";
import { cornersOf } from "../src/planner/area";
import { changeStep, classify, classOf, rampStep } from "../src/planner/classes";
import { changeOf, shade, shadeChanges, stops } from "../src/planner/shading";
import { formatState, initialState, readState } from "../src/planner/state";
import { sorted } from "../src/planner/table";

const texts = new Texts({ locale: "en", messages: {} });
const known = {
  measures: ["products", "valid", "hectares"].map((key) => ({ key, isDated: key === "valid", isCounted: true })),
  commodities: ["mango", "rice"],
  today: "2026-11-22",
};

describe("the link of the planners' map", () => {
  test.each([
    "",
    "?measure=valid",
    "?as_of=2023-12-31&compare=2019-12-31&measure=valid&classes=7&method=quantile",
    "?measure=hectares&commodity=rice",
    "?draw=hexagons&layer=sales_point&size=10&flows=1",
    "?commune=30226&sort=valid&order=desc&z=11&lat=10.40000&lng=105.70000",
  ])("%s comes back as it was", (query) => {
    expect(formatState(readState(query, known))).toBe(query);
  });

  test.each([
    "?measure=beauty",
    "?classes=2",
    "?classes=8",
    "?method=equal",
    "?as_of=2027-01-01",
    "?as_of=2026-11-22",
    "?as_of=2024-02-31",
    "?compare=2017-12-31",
    "?commodity=gold",
    "?commune=1",
    "?size=3",
    "?z=99&lat=10&lng=105",
    "?sort=%3Cscript%3E",
  ])("%s is a first visit", (query) => {
    expect(readState(query, known)).toEqual(initialState());
  });
});

describe("classes", () => {
  const values = [1, 1, 1, 2, 2, 3, 8, 9, 20, 21, 22, 40];

  test.each(["natural", "quantile"] as const)("of %s hold every value once, in order, equal ones together", (method) => {
    for (const most of [3, 4, 5, 6, 7]) {
      const classes = classify(values, most, method);
      expect(classes.length).toBeLessThanOrEqual(most);
      expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      for (const value of values) {
        const { from, to } = classes[classOf(value, classes)] ?? { from: 0, to: 0 };
        expect(value >= from && value <= to).toBe(true);
      }
      classes.slice(1).forEach(({ from }, index) => expect(from).toBeGreaterThan(classes[index]?.to ?? 0));
    }
  });

  test("break where the gaps are", () => {
    expect(classify([1, 2, 3, 50, 51, 100], 3, "natural").map(({ from, to }) => [from, to])).toEqual([
      [1, 3],
      [50, 51],
      [100, 100],
    ]);
  });

  test("of few values are few", () => {
    expect(classify([], 5, "natural")).toEqual([]);
    expect(classify([4, 4], 5, "quantile")).toEqual([{ from: 4, to: 4, count: 2 }]);
    expect(classify([4, 4], 5, "natural")).toEqual([{ from: 4, to: 4, count: 2 }]);
  });

  test("spread over the whole ramp, each its own step", () => {
    for (const classes of [2, 3, 4, 5, 6, 7]) {
      const steps = Array.from({ length: classes }, (_, index) => rampStep(index, classes));
      expect([steps[0], steps.at(-1), new Set(steps).size]).toEqual([0, 12, classes]);
    }
  });

  test("of changes part at none", () => {
    const sizes = classify([1, 2, 9], 3, "natural");
    expect([-9, -1, 0, 1, 2, 9].map((change) => changeStep(change, sizes))).toEqual([-3, -1, 0, 1, 2, 3]);
    expect(changeStep(-4, classify([4], 3, "natural"))).toBe(-3);
  });
});

describe("shading", () => {
  const values = new Map<string, number | null>([["a", 0], ["b", 3], ["c", null], ["d", 8]]);

  test("tells none, zero and little apart", () => {
    const { classNames, legend } = shade(values, { classes: 3, method: "natural" }, true, texts);
    expect([...classNames.values()]).toEqual(["area-zero", "ramp-0", "area-none", "ramp-12"]);
    expect(legend.map(({ text, count }) => [text, count])).toEqual([["0", 1], ["3", 1], ["8", 1], ["planmap.none", 1]]);
  });

  test("takes zero for a value where it is one", () => {
    const { classNames } = shade(values, { classes: 3, method: "quantile" }, false, texts);
    expect([...classNames.values()]).toEqual(["ramp-0", "ramp-6", "area-none", "ramp-12"]);
  });

  test("of changes counts each commune once", () => {
    const changes = new Map<string, number | null>([["a", -2], ["b", 0], ["c", 5], ["d", null], ["e", 5]]);
    const { legend } = shadeChanges(changes, "natural", texts);
    expect(legend.map(({ text, count }) => [text, count])).toEqual([
      ["−2", 1],
      ["planmap.same", 1],
      ["+5", 2],
      ["planmap.none", 1],
    ]);
    expect(changeOf(3, null)).toBeNull();
    expect(changeOf(0.3, 0.1)).toBe(0.2);
  });
});

test("the slider stops at each year's end and today", () => {
  expect(stops({ firstYear: 2024, today: "2026-11-22" })).toEqual(["2024-12-31", "2025-12-31", "2026-11-22"]);
});

test("lines without a value come last, either way", () => {
  const lines = [{ values: [null] }, { values: [2] }, { values: [1] }];
  expect(sorted(lines, 0, "asc").map(({ values: [value] }) => value)).toEqual([1, 2, null]);
  expect(sorted(lines, 0, "desc").map(({ values: [value] }) => value)).toEqual([2, 1, null]);
});

test("corners are typed as latitude and longitude", () => {
  expect(cornersOf("10.4, 105.6\n10.4;105.7\n\n 10.5\t105.6 ")?.coordinates[0]).toEqual([
    [105.6, 10.4],
    [105.7, 10.4],
    [105.6, 10.5],
    [105.6, 10.4],
  ]);
  for (const text of ["", "10 105\n11 105", "10 105 3\n1 2\n3 4", "a b\nc d\ne f"]) expect(cornersOf(text)).toBeNull();
});
