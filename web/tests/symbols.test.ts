import { describe, expect, test } from "vitest";
import { symbol } from "../src/map/symbols";
import { LAYERS } from "../src/types";

function outline(element: SVGElement): string | null | undefined {
  return element.querySelector(".symbol-shape")?.getAttribute("d");
}

describe("a symbol", () => {
  test("has a shape of its own for each layer", () => {
    expect(new Set(LAYERS.map((layer) => outline(symbol(layer)))).size).toBe(LAYERS.length);
  });

  test("writes a product's stars as a number", () => {
    expect([5, 4, 3, null].map((stars) => symbol("product", stars).textContent)).toEqual(["5★", "4★", "3★", "?"]);
  });

  test("is marked when its place is approximate, and is silent for screen readers", () => {
    expect(symbol("producer", null, true).classList).toContain("symbol-approximate");
    expect(symbol("producer").getAttribute("aria-hidden")).toBe("true");
  });
});
