import L from "leaflet";
import { beforeEach, expect, test } from "vitest";
import { Texts } from "../src/i18n";
import { Position } from "../src/map/position";

const texts = new Texts({ locale: "vi", messages: { "map.position": "Vị trí của bạn" } } as never);
let position: Position;

beforeEach(() => {
  const container = document.createElement("div");
  document.body.replaceChildren(container);
  position = new Position(L.map(container).setView([10.3, 105.7], 12), texts);
});

test("a visitor's place is a dot with a name, in a circle as wide as its accuracy", () => {
  position.show([10.3, 105.7], 50, "");
  const dot = document.querySelector(".position-dot");
  expect(dot?.getAttribute("role")).toBe("img");
  expect(dot?.getAttribute("aria-label")).toBe("Vị trí của bạn");
  expect(document.querySelectorAll(".position-area")).toHaveLength(1);
});

test("there is one place at most, and none once it is taken away", () => {
  position.show([10.3, 105.7], 0, "");
  position.show([10.4, 105.8], 0, "");
  expect(document.querySelectorAll(".position-dot")).toHaveLength(1);
  expect(document.querySelectorAll(".position-area")).toHaveLength(0);
  position.show(null, 0, "");
  expect(document.querySelector(".position-dot")).toBeNull();
});

test("a chosen place is called by its own name", () => {
  position.show([10.3, 105.7], 0, "Phường Sa Đéc");
  expect(document.querySelector(".position-dot")?.getAttribute("aria-label")).toBe("Phường Sa Đéc");
});
