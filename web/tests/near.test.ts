import { expect, test } from "vitest";
import { metresBetween, reach, sayDistance } from "../src/data/distance";
import { recordAddress } from "../src/data/addresses";
import samples from "../../tests/browser/data/distance_samples.json";
import { byDistance, distanceText, type Origin } from "../src/find/origin";
import { salesOf } from "../src/find/sales";
import { surroundings, veiled } from "../src/find/surroundings";
import { Texts } from "../src/i18n";
import { directionsLink, platformOf } from "../src/panel/directions";
import { embedCode } from "../src/panel/sharing";
import type { OcopRecord } from "../src/types";
import { item } from "./fixtures";

const texts = new Texts({
  locale: "vi",
  messages: {
    "distance.metres": "{n} m",
    "distance.kilometres": "{n} km",
    "distance.within": "không quá {distance}",
  },
});
const SA_DEC: Origin = { point: [10.29, 105.76], accuracyM: 20, commune: null };

test("Sa Đéc to Mỹ Tho is 66 km as the crow flies", () => {
  expect(metresBetween([10.2917, 105.7567], [10.3543, 106.3644]) / 1000).toBeCloseTo(66.8, 0);
});

test.each(samples)("$metres m, known to $vagueness m, is said as the server says it: $said", (sample) => {
  expect(sayDistance(sample.metres, sample.vagueness, texts)).toBe(sample.said);
});

test("an item's own vagueness and the origin's add up", () => {
  const pin = item("sales_point", "a", { precision: "exact" }, [105.77, 10.29]);
  expect(distanceText(pin, SA_DEC, texts)).toBe("1,1 km");
  expect(distanceText(pin, { ...SA_DEC, accuracyM: 5000 }, texts)).toBe("không quá 6,1 km");
  expect(distanceText(item("sales_point", "b"), SA_DEC, texts)).toBeNull();
});

test("the nearest come first, those without a place last in their order", () => {
  const far = item("product", "far", {}, [106.5, 10.3]);
  const near = item("product", "near", {}, [105.8, 10.3]);
  const nowhere = ["n1", "n2"].map((id) => item("product", id));
  const sorted = byDistance([nowhere[0]!, far, nowhere[1]!, near], SA_DEC);
  expect(sorted.map(({ id }) => id)).toEqual(["near", "far", "n1", "n2"]);
});

test("what may be farther comes later: the order is that of the distances said", () => {
  const vague = item("product", "vague", { uncertainty_m: 9000 }, [105.77, 10.29]);
  const sure = item("product", "sure", { precision: "exact" }, [105.8, 10.3]);
  expect(byDistance([vague, sure], SA_DEC).map(({ id }) => id)).toEqual(["sure", "vague"]);
  expect(reach(1000, 9000)).toBe(10_000);
});

test("the surroundings hold the nearest few, and no link tells their middle", () => {
  const [lat, lng] = SA_DEC.point;
  const places = [1, 2, 3].map((n) => item("product", `p${n}`, {}, [lng + n * 0.02, lat]));
  const [west, , east] = surroundings(SA_DEC, places);
  expect((west + east) / 2).toBeCloseTo(lng);
  expect(east).toBeGreaterThan(lng + 0.059);
  const seen = veiled({ zoom: 15, lat, lng }, SA_DEC.point);
  expect(seen).toEqual({ zoom: 11, lat: expect.closeTo(10.3), lng: expect.closeTo(105.75) });
  const elsewhere = { zoom: 15, lat: 10.5, lng: 106.3 };
  expect(veiled(elsewhere, SA_DEC.point)).toBe(elsewhere);
});

const SHOPS = [
  item("sales_point", "sales_point:my-tho", {}, [106.36, 10.35]),
  item("sales_point", "sales_point:sa-dec", {}, [105.76, 10.3]),
  item("sales_point", "sales_point:nowhere"),
];
const PRODUCT: OcopRecord = { id: "p", layer: "product", name: "P", latitude: 10.3, longitude: 106.3 };

test("the places that the sources name come before any that are merely near", () => {
  const links = { sales_points: [{ id: "sales_point:my-tho", name: "Mỹ Tho" }] };
  const named = salesOf({ ...PRODUCT, links }, SHOPS, SA_DEC);
  expect(named.isNamed).toBe(true);
  expect(named.points.map(({ id }) => id)).toEqual(["sales_point:my-tho"]);
});

test("else the nearest are from the visitor, or from the product, or none at all", () => {
  expect(salesOf(PRODUCT, SHOPS, SA_DEC).points[0]?.id).toBe("sales_point:sa-dec");
  expect(salesOf(PRODUCT, SHOPS, null).points.map(({ id }) => id)).toEqual([
    "sales_point:my-tho",
    "sales_point:sa-dec",
  ]);
  expect(salesOf({ ...PRODUCT, latitude: null }, SHOPS, null).points).toEqual([]);
});

test.each([
  ["Mozilla/5.0 (Linux; Android 15)", "android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "apple"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "other"],
])("%s is %s", (agent, platform) => {
  expect(platformOf(agent)).toBe(platform);
});

test("a name in a geo address cannot break out of it", () => {
  expect(directionsLink("geo", 10.3, 105.7, "A&B)?q=1#")).toBe("geo:10.3,105.7?q=10.3%2C105.7(A%26B)%3Fq%3D1%23)");
});

test("the embed code is safe whatever the address holds", () => {
  const code = embedCode('https://x.vn/nhung?q="><script>&a=1', 'A "B"', "medium");
  const frame = new DOMParser().parseFromString(code, "text/html").querySelector("iframe");
  expect(frame?.getAttribute("src")).toBe('https://x.vn/nhung?q="><script>&a=1');
  expect(frame?.title).toBe('A "B"');
  expect(frame?.nextSibling).toBeNull();
});

test("a record's page is where the server has it", () => {
  const folders = { commune: "/xa-phuong/", producer: "/co-so/", product: "/san-pham/" } as never;
  expect(recordAddress(folders, "commune", "30214", "Phường Sa Đéc")).toBe("/xa-phuong/30214-phuong-sa-dec");
  expect(recordAddress(folders, "producer", "producer:hk", "HK")).toBe("/co-so/hk");
  expect(recordAddress(folders, "product", "gao-a", "Gạo")).toBe("/san-pham/gao-a");
  expect(recordAddress(null, "product", "gao-a", "Gạo")).toBeNull();
});
