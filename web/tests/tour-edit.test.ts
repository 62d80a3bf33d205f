import { beforeEach, describe, expect, test } from "vitest";
import { targetOf } from "../src/tour/drag";
import { addToDraft } from "../src/tour/add";
import { draft, forgetDraft, keepDraft } from "../src/tour/draft";
import { added, arranged, endedAt, moved, removed, startedAt, terminalFrom } from "../src/tour/edit";
import { History } from "../src/tour/history";
import { writeLink } from "../src/tour/link";
import { emptyTour, MAX_STOPS, type Tour } from "../src/tour/model";
import { decoded } from "../src/tour/polyline";
import { orderOf, reindexed } from "../src/tour/reindex";
import type { Plan } from "../src/tour/plan";

function tourOf(...names: string[]): Tour {
  return names.reduce((tour, name) => added(tour, { key: `product:${name}` }), emptyTour());
}

function names(tour: Tour): string {
  return tour.stops.map(({ place }) => ("key" in place ? place.key.slice(8) : "@")).join("");
}

function idOf(tour: Tour, name: string): number {
  return tour.stops.find(({ place }) => "key" in place && place.key === `product:${name}`)?.id ?? -1;
}

describe("moving a stop", () => {
  test.each([
    ["a", 2, "bca"],
    ["c", 0, "cab"],
    ["b", 1, "abc"],
    ["b", 99, "acb"],
    ["b", -5, "bac"],
  ])("%s to %i gives %s", (name, to, wanted) => {
    const tour = tourOf("a", "b", "c");
    expect(names(moved(tour, idOf(tour, name), to))).toBe(wanted);
    expect(names(tour)).toBe("abc");
  });

  test("ends the order that the server finds", () => {
    const tour: Tour = { ...tourOf("a", "b"), order: "best" };
    expect(moved(tour, idOf(tour, "a"), 1).order).toBe("given");
  });

  test.each([
    [0, 0, -10],
    [0, 1, 60],
    [0, 2, 500],
    [2, 0, 5],
    [1, 1, 55],
  ])("dragged from %i it comes to stand at %i at height %i", (from, to, y) => {
    expect(targetOf([10, 50, 90], from, y)).toBe(to);
  });
});

test("an order that is none of all stops changes nothing", () => {
  const tour = tourOf("a", "b", "c");
  expect(names(arranged(tour, [2, 0, 1]))).toBe("cab");
  for (const order of [[0, 1], [0, 0, 1], [0, 1, 7]]) expect(names(arranged(tour, order))).toBe("abc");
});

test("a tour that returns to its start has an open end once the start is taken away", () => {
  const round = endedAt(startedAt(tourOf("a"), { point: [10, 105], name: "" }), "start");
  expect(round.end).toBe("start");
  expect(startedAt(round, null).end).toBeNull();
  expect(endedAt(tourOf("a"), "start").end).toBeNull();
});

test("a stop made the start is a stop no more", () => {
  const tour = tourOf("a", "b");
  const begun = terminalFrom(tour, idOf(tour, "a"), "start");
  expect(names(begun)).toBe("b");
  expect(begun.start).toEqual({ key: "product:a" });
});

test("a full tour takes no more", () => {
  const full = tourOf(...Array.from({ length: MAX_STOPS }, (_, index) => `n${index}`));
  expect(added(full, { key: "product:more" })).toBe(full);
});

test("undo and redo go through every tour, and a change ends what could be redone", () => {
  const [one, two, three] = [tourOf("a"), tourOf("a", "b"), tourOf("a", "b", "c")];
  const history = new History(emptyTour());
  for (const tour of [one, two, three]) expect(history.commit(tour)).toBe(true);
  expect(history.commit({ ...three })).toBe(false);
  expect(names(history.undo())).toBe("ab");
  expect(names(history.undo())).toBe("a");
  expect(names(history.redo())).toBe("ab");
  history.commit(removed(history.current, idOf(history.current, "a")));
  expect(history.canRedo).toBe(false);
  expect(names(history.current)).toBe("b");
  for (let n = 0; n < 9; n += 1) history.undo();
  expect(names(history.current)).toBe("");
});

test("a plan speaks of the stops in the order that it found", () => {
  const plan = {
    stops: [{ name: "a" }, { name: "b" }, { name: "c" }],
    order: [2, 0],
    days: [{ visits: [{ stop: 2 }, { stop: 0 }], lunch: { at: 2 } }],
    legs: [{ from: "start", to: 2 }, { from: 2, to: 0 }],
    unfit: [{ place: 1 }],
    alternatives: [{ stop: 1, suggestions: [] }],
  } as unknown as Plan;
  expect(orderOf(plan)).toEqual([2, 0, 1]);
  expect(reindexed(plan, orderOf(plan))).toMatchObject({
    stops: [{ name: "c" }, { name: "a" }, { name: "b" }],
    order: [0, 1],
    days: [{ visits: [{ stop: 0 }, { stop: 1 }], lunch: { at: 0 } }],
    legs: [{ from: "start", to: 0 }, { from: 0, to: 1 }],
    unfit: [{ place: 2 }],
    alternatives: [{ stop: 2 }],
  });
});

test("an encoded line gives its points", () => {
  expect(decoded("_p~iF~ps|U_ulLnnqC_mqNvxq`@").map((point) => point.map((part) => Math.round(part * 1e4) / 1e3))).toEqual([
    [38.5, -120.2],
    [40.7, -120.95],
    [43.252, -126.453],
  ]);
  expect(decoded("")).toEqual([]);
});

describe("the draft on this device", () => {
  beforeEach(() => forgetDraft());

  test("grows by records from other pages, each once", () => {
    addToDraft("product:a");
    addToDraft("tourism_point:b");
    addToDraft("product:a");
    expect(writeLink(draft() ?? emptyTour())).toBe("s=product:a&s=tourism_point:b&t=1");
  });

  test("is forgotten with its last stop", () => {
    keepDraft(tourOf("a"));
    keepDraft(emptyTour());
    expect(draft()).toBeNull();
    expect(localStorage.length).toBe(0);
  });
});
