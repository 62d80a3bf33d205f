import { describe, expect, test } from "vitest";
import { Clusters, KINDS, type Mark } from "../src/map/clusters";
import { pieces } from "../src/map/ring";
import type { Box, Item } from "../src/types";
import { item } from "./fixtures";

const EVERYWHERE: Box = [100, 5, 120, 25];
const [MIN_ZOOM, MAX_ZOOM] = [5, 18];
const pin = { precision: "exact", uncertainty_m: 10 };

function indexed(...items: Item[]): Clusters {
  return new Clusters(items, MIN_ZOOM, MAX_ZOOM);
}

function groups(marks: Mark[]) {
  return marks.flatMap((mark) => mark.group ?? []);
}

/** A grid of products a hundredth of a degree apart, with stars 3, 4, 5 and unknown in turn. */
const grid = Array.from({ length: 400 }, (_, index) =>
  item("product", `p${index}`, { stars: [3, 4, 5, null][index % 4] ?? null }, [
    105.5 + (index % 20) / 100,
    10.2 + Math.floor(index / 20) / 100,
  ]),
);

describe("groups", () => {
  test("stand for every item once, whatever the zoom", () => {
    const index = indexed(...grid);
    for (let zoom = MIN_ZOOM; zoom <= MAX_ZOOM; zoom++) {
      const marks = index.marks(EVERYWHERE, zoom);
      const keys = marks.flatMap((mark) => (mark.item ? [mark.item] : index.of(mark.group))).map(({ key }) => key);
      expect(keys.sort()).toEqual(grid.map(({ key }) => key).sort());
    }
  });

  test("count the stars of their products and the layers of everything else", () => {
    const at: [number, number] = [105.7, 10.3];
    const [mark] = indexed(
      item("product", "a", { stars: 5 }, at),
      item("product", "b", { stars: 4 }, at),
      item("product", "c", { stars: 4 }, at),
      item("product", "d", {}, at),
      item("sales_point", "e", {}, at),
      item("craft_village", "f", {}, at),
    ).marks(EVERYWHERE, 12);
    const counts = KINDS.map((kind) => mark?.group?.counts[kind]);
    expect(counts).toEqual([1, 2, 0, 1, 0, 1, 0, 1]);
    expect(mark?.group?.total).toBe(6);
  });

  test("of the zoom where they are made are not changed by the zooms above", () => {
    const index = indexed(...grid);
    const before = index.marks(EVERYWHERE, 12).map(({ key }) => key);
    index.marks(EVERYWHERE, 5);
    expect(index.marks(EVERYWHERE, 12).map(({ key }) => key)).toEqual(before);
    for (const group of groups(index.marks(EVERYWHERE, 9))) {
      expect(KINDS.reduce((sum, kind) => sum + group.counts[kind], 0)).toBe(group.total);
    }
  });

  test("are approximate only when every one of their items is", () => {
    const at: [number, number] = [105.7, 10.3];
    const rough = item("product", "a", { precision: "commune", uncertainty_m: 3000 }, at);
    const rougher = item("product", "b", { precision: "commune", uncertainty_m: 5000 }, at);
    const exact = item("tourism_point", "c", pin, at);
    const [vague] = groups(indexed(rough, rougher).marks(EVERYWHERE, 10));
    expect(vague).toMatchObject({ approximate: true, uncertainty: 5000 });
    expect(groups(indexed(rough, exact).marks(EVERYWHERE, 10))[0]?.approximate).toBe(false);
  });

  test("at one place never come apart; others do, at the zoom that they name", () => {
    const at: [number, number] = [105.7, 10.3];
    const together = indexed(item("product", "a", {}, at), item("product", "b", {}, at));
    for (const zoom of [5, 12, 18]) {
      const [group] = groups(together.marks(EVERYWHERE, zoom));
      expect(group?.index.partingZoom(group)).toBeGreaterThan(MAX_ZOOM);
    }
    const apart = indexed(item("product", "a", {}, at), item("product", "b", {}, [105.71, 10.3]));
    const [group] = groups(apart.marks(EVERYWHERE, 5));
    const zoom = group?.index.partingZoom(group) ?? 0;
    expect(apart.marks(EVERYWHERE, zoom - 1)).toHaveLength(1);
    expect(apart.marks(EVERYWHERE, zoom)).toHaveLength(2);
  });

  test("give their items in the order in which they came", () => {
    const index = indexed(...grid);
    for (const group of groups(index.marks(EVERYWHERE, 10))) {
      const positions = index.of(group).map((each) => grid.indexOf(each));
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    }
  });

  test("leave out what is not in the box, and what has no point", () => {
    const index = indexed(...grid, item("product", "nowhere"));
    expect(index.marks([0, 0, 1, 1], 8)).toEqual([]);
    const found = index.marks([105.495, 10.195, 105.505, 10.205], 18);
    expect(found.map((mark) => mark.item?.id)).toEqual(["p0"]);
  });

  test("keep their key when the same items are indexed again", () => {
    const again = indexed(...grid.slice().reverse());
    const keys = (index: Clusters) => index.marks(EVERYWHERE, 18).map(({ key }) => key);
    expect(keys(again).sort()).toEqual(keys(indexed(...grid)).sort());
  });
});

describe("a ring", () => {
  const none = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<(typeof KINDS)[number], number>;

  test("has an arc for each star there is, as long as its share", () => {
    const arcs = pieces({ ...none, "5": 1, "4": 2, unknown: 1 });
    expect(arcs.map(({ arc, share }) => [arc, share])).toEqual([
      ["5", 25],
      ["4", 50],
      ["unknown", 25],
    ]);
    expect(arcs.map(({ start }) => start)).toEqual([0, 25, 75]);
  });

  test("takes every place that is no product together", () => {
    expect(pieces({ ...none, producer: 1, sales_point: 2 })).toEqual([{ arc: "place", start: 0, share: 100 }]);
  });
});
