import { expect, test } from "vitest";
import { containsWords, fold } from "../src/text";

test.each([
  ["Xoài Cát Chu", "xoai cat chu"],
  ["ĐỒNG THÁP", "dong thap"],
  ["Hòa Khánh", fold("Hoà Khánh")],
  ["Mỹ  Quý – (cũ)", "my quy cu"],
  ["Hoa\u0300 An", fold("Hòa An")],
])("folds %s", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test("every word must occur, in any order", () => {
  expect(containsWords("xoai cat chu cao lanh", fold("Cao Lãnh xoài"))).toBe(true);
  expect(containsWords("xoai cat chu", fold("xoài dừa"))).toBe(false);
  expect(containsWords("anything", "")).toBe(true);
});
