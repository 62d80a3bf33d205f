import { expect, test, vi } from "vitest";
import { h, webAddress } from "../src/dom";
import { Texts } from "../src/i18n";
import { sourceLink } from "../src/panel/facts";
import { row } from "../src/panel/list";
import { recordBody } from "../src/panel/record";
import { expiryText } from "../src/panel/validity";
import type { OcopRecord } from "../src/types";
import { item } from "./fixtures";

const texts = new Texts({
  locale: "vi",
  messages: {
    "card.expiry_span": "từ {from} đến {to}",
    "card.not_known": "chưa rõ",
    "n.one": "một",
    "n.other": "{n} cái",
  },
});
const HOSTILE = '${alert(1)}</script><img src=x onerror="window.harmed=1">`';

function render(record: Partial<OcopRecord>): HTMLElement {
  const body = recordBody({ id: "p", layer: "product", name: "P", ...record }, texts);
  return h("div", {}, ...body);
}

test("hostile text in every field stays text", () => {
  const everything: Partial<OcopRecord> = {
    original_address: HOSTILE,
    current_address: HOSTILE,
    explanation: HOSTILE,
    phone: HOSTILE,
    website: HOSTILE,
    source_url: HOSTILE,
    coordinate_source: HOSTILE,
    warnings: [HOSTILE],
    validity: HOSTILE,
    producer: { id: HOSTILE, name: HOSTILE, legal_form: HOSTILE },
    recognitions: [
      {
        event: HOSTILE,
        stars: 3,
        decided_on: HOSTILE,
        decision_no: HOSTILE,
        authority: HOSTILE,
        source_url: HOSTILE,
      },
    ],
    sales_channels: [{ channel: HOSTILE, name: HOSTILE, url: HOSTILE, country: HOSTILE }],
    links: { zones: [{ id: "z", name: HOSTILE }] },
  };
  const card = render(everything);
  const list = h("ul", {}, row(item("product", "p", { name: HOSTILE, producer_name: HOSTILE }), texts));
  for (const place of [card, list]) {
    expect(place.querySelector("img, script")).toBeNull();
    expect(place.textContent).toContain(HOSTILE);
  }
});

test.each(["javascript:alert(1)", "data:text/html,x", "004_3ca5e77a8f8bca7b.txt", "", null])(
  "%s is no web address",
  (text) => {
    expect(webAddress(text)).toBeNull();
  },
);

test("a source on the web is a link that gives nothing away; a plan's file is its name", () => {
  const link = sourceLink("https://nongnghiep.vn/a.html") as HTMLAnchorElement;
  expect(link.rel).toBe("noopener noreferrer external");
  expect((sourceLink("004_3ca.txt") as HTMLElement).tagName).toBe("SPAN");
});

test("the end of a certificate is a day, a span or not known", () => {
  expect(expiryText({ expires_earliest: "2026-12-29", expires_latest: "2026-12-29" }, texts)).toBe("29/12/2026");
  expect(expiryText({ expires_earliest: "2026-01-01", expires_latest: "2026-12-31" }, texts)).toBe(
    "từ 1/1/2026 đến 31/12/2026",
  );
  expect(expiryText({}, texts)).toBe("chưa rõ");
});

test("dates keep the precision of their source", () => {
  const english = new Texts({ locale: "en", messages: {} });
  expect([english.date("2023"), english.date("2023-12"), english.date("2023-12-29")]).toEqual([
    "2023",
    "Dec 2023",
    "29 Dec 2023",
  ]);
});

test("English tells one from many; Vietnamese needs no difference", () => {
  const english = new Texts({ locale: "en", messages: { "n.one": "{n} thing", "n.other": "{n} things" } });
  expect([english.count("n", 1), english.count("n", 2)]).toEqual(["1 thing", "2 things"]);
  expect(texts.count("n", 1)).toBe("1 cái");
});

test("a snapshot answers without the network", async () => {
  const { Source } = await import("../src/data/source");
  const fetch = vi.spyOn(globalThis, "fetch");
  const record: OcopRecord = { id: "p", layer: "product", name: "P" };
  const snapshot = { generated_on: "2026-11-22", features: {}, records: { "product/p": record } };
  const source = new Source({ snapshot } as unknown as ConstructorParameters<typeof Source>[0], null);
  await expect(source.record("product", "p")).resolves.toBe(record);
  await expect(source.record("product", "none")).rejects.toMatchObject({ status: 404 });
  expect((await source.features("product", "/x")).features).toEqual([]);
  expect(fetch).not.toHaveBeenCalled();
});
