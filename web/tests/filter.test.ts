import { describe, expect, test } from "vitest";
import { sift } from "../src/data/counts";
import { type Filter, isFiltering, noFilter, select } from "../src/data/filter";
import { item } from "./fixtures";

const items = [
  item(
    "product",
    "xoai",
    {
      name: "Xoài sấy",
      stars: 4,
      group: "food",
      set: 7,
      validity: "valid",
      producer_id: "producer:a",
      producer_name: "HTX Mỹ Xương",
      commune_code: "30076",
      commodity: "mango",
    },
    [105.7, 10.4],
  ),
  item(
    "product",
    "ruou",
    { name: "Rượu sen", stars: 3, group: "beverage", validity: "expired", producer_id: "producer:b" },
    [106.3, 10.3],
  ),
  item("product", "tra", { name: "Trà sen", group: "beverage", legacy_commune_code: "30115" }),
  item("producer", "producer:a", { name: "HTX Mỹ Xương", kind: "cooperative" }, [105.7, 10.4]),
  item("producer", "producer:b", { name: "Cơ sở B" }, [106.3, 10.3]),
  item("zone", "z", { name: "Vùng xoài", commodity: "mango", commune_codes: ["30076", "30088"] }),
  item("tourism_point", "tourism_point:t", { name: "Tràm Chim", stars: 4 }, [105.5, 10.7]),
  item("commune", "30076", {
    name: "Xã Mỹ Thọ",
    legacy_communes: [{ code: "30115", name: "Xã Mỹ Xương, huyện Cao Lãnh" }],
  }),
];

/** Sifting and selecting are two ways to the same items. */
function shown(change: Partial<Filter>): string[] {
  const filter = { ...noFilter(), ...change };
  const selected = select(items, filter);
  expect(sift(items, filter).items).toEqual(selected);
  return selected.map(({ id }) => id);
}

describe("filter", () => {
  test("lets everything through when nothing is asked", () => {
    expect(shown({})).toHaveLength(items.length);
    expect(isFiltering(noFilter())).toBe(false);
  });

  test("product filters choose products and reach producers through them, and leave other layers alone", () => {
    expect(shown({ stars: ["4"] })).toEqual(["xoai", "producer:a", "z", "tourism_point:t", "30076"]);
  });

  test("not known is a choice of its own", () => {
    expect(shown({ stars: ["unknown"] })).toContain("tra");
    expect(shown({ stars: ["unknown"] })).not.toContain("xoai");
    expect(shown({ set: ["unknown"], group: ["food"] })).not.toContain("xoai");
  });

  test("commodity chooses products and zones", () => {
    expect(shown({ commodity: ["mango"] })).toEqual(expect.arrayContaining(["xoai", "z"]));
    expect(shown({ commodity: ["lotus"] })).not.toContain("z");
  });

  test("a commune, new or old, applies to every layer", () => {
    expect(shown({ commune: ["30076"] })).toEqual(["xoai", "z", "30076"]);
    expect(shown({ legacy_commune: ["30115"] })).toEqual(["tra", "30076"]);
  });

  test("text finds names, producers and old communes without diacritics", () => {
    expect(shown({ q: "my xuong" })).toEqual(["xoai", "producer:a", "30076"]);
    expect(shown({ q: "SEN" })).toEqual(["ruou", "tra"]);
  });

  test("a box keeps what lies inside it; what is not located does not", () => {
    expect(shown({ bbox: [106, 10, 107, 11] })).toEqual(["ruou", "producer:b"]);
  });
});

describe("counts", () => {
  test("a facet counts its choices with the other filters applied, not its own", () => {
    const { counts } = sift(items, { ...noFilter(), stars: ["4"], group: ["beverage"] });
    expect(Object.fromEntries(counts.facets.stars)).toEqual({ 3: 1, unknown: 1 });
    expect(Object.fromEntries(counts.facets.group)).toEqual({ food: 1 });
  });

  test("layers count what the whole filter shows", () => {
    const { counts } = sift(items, { ...noFilter(), stars: ["3"] });
    expect(counts.layers.get("product")).toBe(1);
    expect(counts.layers.get("producer")).toBe(1);
  });

  test("communes count records, not themselves", () => {
    expect(sift(items, noFilter()).counts.communes.get("30076")).toBe(2);
    expect(sift(items, noFilter()).counts.legacyCommunes.get("30115")).toBe(1);
  });
});

test("a season is met by any of its months, and by producers through their products", () => {
  const grown = [
    item("product", "a", { harvest_months: [3, 4], producer_id: "producer:a" }),
    item("product", "b", { harvest_months: null }),
    item("zone", "z", { harvest_months: [4, 5] }),
    item("producer", "producer:a"),
  ];
  const found = (season: string[]) => select(grown, { ...noFilter(), season }).map(({ id }) => id);
  expect(found(["4"])).toEqual(["a", "z", "producer:a"]);
  expect(found(["5"])).toEqual(["z"]);
  expect(found(["unknown"])).toEqual(["b"]);
  expect(sift(grown, noFilter()).counts.facets.season).toEqual(
    new Map([
      ["3", 1],
      ["4", 1],
      ["unknown", 1],
    ]),
  );
});
