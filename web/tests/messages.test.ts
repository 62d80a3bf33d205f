import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SERVER = join(import.meta.dirname, "../../ocopmap/server");

/** Messages of a gettext catalogue whose entries stand on one line each. */
function catalogue(locale: string): Map<string, string> {
  const text = readFileSync(join(SERVER, "locale", `${locale}.po`), "utf8");
  const entries = [...text.matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm)];
  return new Map(entries.map(([, key = "", message = ""]) => [key, message]));
}

function sources(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

function placeholders(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort();
}

const vi = catalogue("vi");
const en = catalogue("en");

test("both languages have the same messages, none empty, with the same placeholders", () => {
  expect([...en.keys()].sort()).toEqual([...vi.keys()].sort());
  for (const [key, message] of vi) {
    expect(message, key).not.toBe("");
    expect(placeholders(en.get(key) ?? ""), key).toEqual(placeholders(message));
  }
});

test("every key that the page names has a message", () => {
  const code =
    sources(join(import.meta.dirname, "../src")) + readFileSync(join(SERVER, "templates/map.html"), "utf8");
  const single = [...code.matchAll(/\bt\("([\w.]+\w)"/g)].map(([, key = ""]) => key);
  const counted = [...code.matchAll(/\.count\(\s*"([\w.]+)"/g)].flatMap(([, key]) => [
    `${key}.one`,
    `${key}.other`,
  ]);
  expect(single.length).toBeGreaterThan(50);
  expect([...single, ...counted].filter((key) => !vi.has(key))).toEqual([]);
});

test("each of the 26 product sets has a name", () => {
  const missing = Array.from({ length: 26 }, (_, index) => `set.${index + 1}`).filter((key) => !vi.has(key));
  expect(missing).toEqual([]);
});
