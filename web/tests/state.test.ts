import { describe, expect, test } from "vitest";
import { formatState, parseState, readState } from "../src/state";

describe("the address", () => {
  test("of a first visit is bare", () => {
    expect(formatState(parseState(""))).toBe("");
  });

  test.each([
    "?stars=4,5&group=food&q=xo%C3%A0i",
    "?set=7,unknown&validity=valid&commune=30076&legacy_commune=30115",
    "?bbox=105.5,10.2,106,10.9&as_of=2026-11-22&inview=1",
    "?z=12&lat=10.40000&lng=105.70000&id=product/xoai-cat",
    "?id=producer/producer:hk",
    "?layer=product,zone",
    "?layer=",
    "?sort=distance",
  ])("%s comes back as it was", (query) => {
    expect(formatState(parseState(query))).toBe(query);
  });

  test("accepts repeated parameters as the API does", () => {
    expect(parseState("?stars=3&stars=4").filter.stars).toEqual(["3", "4"]);
  });

  test("keeps the colon of a site's id", () => {
    expect(parseState("?id=producer%2Fproducer%3Ahk").open).toBe("producer/producer:hk");
  });

  test.each([
    "?bbox=107,10,105,11",
    "?bbox=a,b,c,d",
    "?z=99&lat=10&lng=105",
    "?id=nothing/1",
    "?as_of=yesterday",
    "?as_of=2024-02-31",
    "?as_of=2017-12-31",
    "?sort=beauty",
    "?stars=%3Cscript%3E",
  ])("leaves out what cannot be understood: %s", (query) => {
    expect(formatState(parseState(query))).toBe("");
  });

  test("reads the layers of links of before", () => {
    expect(formatState(parseState("?layers=product,zone"))).toBe("?layer=product,zone");
    expect(formatState(parseState("?layers="))).toBe("?layer=");
  });

  test("takes as many values as the API", () => {
    const codes = Array.from({ length: 200 }, (_, index) => String(30_000 + index));
    expect(parseState(`?commune=${codes.join(",")}`).filter.commune).toEqual(codes);
  });

  test("names what was left out, and nothing else", () => {
    const known = (_facet: string, value: string) => value !== "9";
    const query = "?stars=9,4&layer=product,moon&z=x&id=nobody/1&bbox=3,2,1&as_of=2024-02-31&utm_source=paper";
    const { state, leftOut } = readState(query, known);
    expect(leftOut.sort()).toEqual(["as_of", "bbox", "id", "layer", "stars", "view"]);
    expect(state.filter.stars).toEqual(["4"]);
    expect(readState("?stars=&q=&utm_source=paper").leftOut).toEqual([]);
  });

  test("drops unknown layers and cuts an endless text", () => {
    expect(parseState("?layers=product,moon").layers).toEqual(["product"]);
    expect(parseState(`?q=${"x".repeat(20_000)}`).filter.q).toHaveLength(100);
  });
});
