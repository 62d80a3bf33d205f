import { expect, test } from "vitest";
import { Dataset } from "../src/data/dataset";
import { groupByLayer } from "../src/data/order";
import { type Collection, LAYERS, type Layer } from "../src/types";
import { feature, item } from "./fixtures";

function add(dataset: Dataset, layer: Layer, collection: Collection): void {
  expect([...dataset.add(layer, collection)].length).toBeGreaterThan(0);
}

test("names stand in Vietnamese order, quotes ignored", () => {
  const names = ["Đậu", "Ớt", "Dưa", "Ăn", '"Bánh"', "Âu", "An", "Ổi", "Oản"];
  const dataset = new Dataset();
  add(dataset, "product", {
    type: "FeatureCollection",
    features: names.map((name) => feature("product", name, { name })),
  });
  const sorted = dataset.items.map(({ properties }) => properties.name);
  expect(sorted).toEqual(["An", "Ăn", "Âu", '"Bánh"', "Dưa", "Đậu", "Oản", "Ổi", "Ớt"]);
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
