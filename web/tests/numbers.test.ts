import { describe, expect, it } from "vitest";
import { Texts } from "../src/i18n";

const WHOLE = [0, 7, 42, 999, 1_000, 1_400, 12_345, 999_999, 1_000_000, 7_654_321, -5, -1_234];
const BROKEN = [0.5, 1_234.5, -2.25];

describe.each([
  ["vi", "vi-VN"],
  ["en", "en-GB"],
] as const)("numbers in %s", (locale, tag) => {
  const standard = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const texts = new Texts({ locale, messages: {} });
  it.each([...WHOLE, ...BROKEN])("writes %d as the standard does", (value) => {
    expect(texts.number(value)).toBe(standard.format(value));
  });
});
