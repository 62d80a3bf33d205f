import { beforeEach, describe, expect, test, vi } from "vitest";
import { noNames } from "../src/data/items";
import { pieces } from "../src/find/mark";
import { forget, recent, remember } from "../src/find/recent";
import { type Entry, entriesOf, Search } from "../src/find/search";
import { errorsBetween, means } from "../src/find/spelling";
import { item } from "./fixtures";

const NAMES = {
  ...noNames(),
  current: new Map([["30076", "Xã Mỹ Thọ"]]),
  legacy: new Map([["30121", "Xã Mỹ Xương, huyện Cao Lãnh"]]),
};
const ITEMS = [
  item("product", "xoai", { name: "Xoài cát Hòa Lộc", producer_name: "HTX Xoài Mỹ Xương" }),
  item("product", "banh", { name: "Bánh phồng tôm Sa Giang", commune_name: "Phường Sa Đéc" }),
  item("product", "tranh", { name: "Bánh tráng sữa" }),
  item("tourism_point", "hoa", { name: "Làng hoa Sa Đéc" }),
  item("commune", "30076", { name: "Xã Mỹ Thọ" }),
];

async function search(entries: Entry[] = entriesOf(ITEMS, NAMES)): Promise<Search> {
  const made = new Search();
  await made.build(entries);
  return made;
}

describe("finding", () => {
  test.each([
    ["xoai cat", "product/xoai"],
    ["XOÀI", "product/xoai"],
    ["xaoi", "product/xoai"],
    ["hoà lôc", "product/xoai"],
    ["banh phog", "product/banh"],
    ["sa giang", "product/banh"],
    ["my tho", "commune/30076"],
    ["my xuong cao lanh", "legacy_commune/30121"],
  ])("%s finds %s", async (typed, key) => {
    expect((await search()).find(typed).entries[0]?.key).toBe(key);
  });

  test("every word must be there", async () => {
    const keys = (await search()).find("banh sua").entries.map((entry) => entry.key);
    expect(keys).toEqual(["product/tranh"]);
  });

  test("a text that is nowhere finds nothing, and none of what is right is corrected", async () => {
    const made = await search();
    expect(made.find("qwerty").entries).toEqual([]);
    expect(made.find("xoai").corrected).toBeNull();
    expect(made.find("xaoi cat").corrected).toBe("xoai cat");
  });

  test("the words of ten thousand records are found in slices", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      item("product", `p${index}`, { name: `Bánh số ${index}` }),
    );
    const made = await search(entriesOf(many, NAMES));
    expect(made.find("banh 9999").entries[0]?.key).toBe("product/p9999");
  });
});

describe("spelling", () => {
  test.each([
    ["xaoi", "xoai", 1],
    ["xoi", "xoai", 1],
    ["xoaii", "xoai", 1],
    ["xuai", "xoai", 1],
    ["banh", "trang", 3],
  ])("%s differs from %s by %i", (typed, meant, errors) => {
    expect(errorsBetween(typed, meant, 2)).toBe(errors);
  });

  test("short words must be right, long ones may have two errors", () => {
    expect(means("ao", "xo")).toBe(false);
    expect(means("nem", "nam")).toBe(true);
    expect(means("khoai", "khoang")).toBe(false);
    expect(means("thuocnm", "thuocnam")).toBe(true);
  });
});

describe("marking", () => {
  const marks = (text: string, query: string) =>
    pieces(text, query)
      .filter(([, isMarked]) => isMarked)
      .map(([piece]) => piece);

  test.each([
    ["Xoài cát Hòa Lộc", "xoai", ["Xoài"]],
    ["Xoài cát Hòa Lộc", "xo", ["Xo"]],
    ["Xoài cát Hòa Lộc", "hoa loc", ["Hòa", "Lộc"]],
    ["Đường thốt nốt", "duong", ["Đường"]],
    ["Xoài cát", "xaoi", ["Xoài"]],
    ["Làng nghề sản xuất bột Sa Đéc", "sa dec", ["Sa", "Đéc"]],
    ["Nem", "xoai", []],
  ])("in %s, %s marks %j", (text, query, found) => {
    expect(marks(text, query)).toEqual(found);
  });

  test("the pieces together are the text, however it is composed", () => {
    const text = "Bánh tráng (sữa) – Cái Bè";
    for (const form of ["NFC", "NFD"])
      expect(
        pieces(text.normalize(form), "cai be")
          .map(([piece]) => piece)
          .join(""),
      ).toBe(text);
  });
});

describe("recent searches", () => {
  beforeEach(() => localStorage.clear());

  test("the latest come first, each once, not more than a few", () => {
    for (const text of ["a", "b", "a", "c", "d", "e", "f", "g"]) remember(text);
    expect(recent()).toEqual(["g", "f", "e", "d", "c", "a"]);
    forget();
    expect(recent()).toEqual([]);
  });

  test.each(["{", "17", '[1,{"a":2}]'])("a storage that holds %s is empty", (kept) => {
    localStorage.setItem("ocopmap.recent", kept);
    expect(recent()).toEqual([]);
  });

  test("a storage that refuses is no error", () => {
    const refuse = () => {
      throw new DOMException("", "QuotaExceededError");
    };
    const set = vi.spyOn(Storage.prototype, "setItem").mockImplementation(refuse);
    expect(() => remember("xoài")).not.toThrow();
    set.mockRestore();
  });
});
