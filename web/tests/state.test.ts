import { describe, expect, test } from "vitest";
import { formatState, parseState } from "../src/state";

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
    "?layers=product,zone",
    "?layers=",
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
    "?stars=%3Cscript%3E",
  ])("leaves out what cannot be understood: %s", (query) => {
    expect(formatState(parseState(query))).toBe("");
  });

  test("drops unknown layers and cuts an endless text", () => {
    expect(parseState("?layers=product,moon").layers).toEqual(["product"]);
    expect(parseState(`?q=${"x".repeat(20_000)}`).filter.q).toHaveLength(100);
  });
});
