import { expect, test } from "vitest";
import { Dataset } from "../src/data/dataset";
import { compareTexts, groupByLayer } from "../src/data/order";
import { type Collection, LAYERS, type Layer } from "../src/types";
import { feature, item } from "./fixtures";

function add(dataset: Dataset, layer: Layer, collection: Collection): void {
  expect([...dataset.add(layer, collection)].length).toBeGreaterThan(0);
}

test("names are compared as a Vietnamese dictionary does, quotes ignored and numbers by value", () => {
  const names = ["Đậu", "Ớt", "Dưa", "Gạo 10", "Ăn", '"Bánh"', "Âu", "Gạo 9", "An", "Ổi", "Oản"];
  const sorted = ["An", "Ăn", "Âu", '"Bánh"', "Dưa", "Đậu", "Gạo 9", "Gạo 10", "Oản", "Ổi", "Ớt"];
  expect(names.sort(compareTexts)).toEqual(sorted);
});

test("layers stand in the page's order whichever came first, each as it came", () => {
  const dataset = new Dataset();
  for (const layer of ["zone", "product"] as const) {
    const features = ["b", "a"].map((id) => feature(layer, id));
    add(dataset, layer, { type: "FeatureCollection", features });
  }
  expect(dataset.items.map(({ key }) => key)).toEqual(["product/b", "product/a", "zone/b", "zone/a"]);
});

test("layers stand in the page's order and empty ones are left out", () => {
  const groups = groupByLayer([item("zone", "z"), item("product", "p")], LAYERS);
  expect([...groups.keys()]).toEqual(["product", "zone"]);
});

test("communes teach other layers their names, whichever comes first", () => {
  const dataset = new Dataset();
  const tram = feature("craft_village", "craft_village:t", { legacy_commune_code: "30115" });
  add(dataset, "craft_village", { type: "FeatureCollection", features: [tram] });
  // The new commune reuses the code of another old one, as all 102 do.
  const legacy = [{ code: "30115", name: "Xã Mỹ Xương, huyện Cao Lãnh" }];
  const commune = feature("commune", "30115", { name: "Xã Mới", legacy_communes: legacy });
  add(dataset, "commune", { type: "FeatureCollection", features: [commune] });
  expect(dataset.get("craft_village/craft_village:t")?.haystack).toContain("my xuong");
  expect(dataset.get("craft_village/craft_village:t")?.haystack).not.toContain("xa moi");
});

test("a zone lies in the old communes that formed its communes", () => {
  const dataset = new Dataset();
  const zone = feature("zone", "z", { commune_codes: ["30076"] });
  add(dataset, "zone", { type: "FeatureCollection", features: [zone] });
  const legacy = [{ code: "30115", name: "Xã Mỹ Xương, huyện Cao Lãnh" }];
  const commune = feature("commune", "30076", { legacy_communes: legacy });
  add(dataset, "commune", { type: "FeatureCollection", features: [commune] });
  expect(dataset.get("zone/z")?.legacyCommunes).toEqual(["30115"]);
});
