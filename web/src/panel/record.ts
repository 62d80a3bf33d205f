/** The body of a record's card: sections of facts, each left out when nothing is known of it. */

import { type Child, h, webAddress } from "../dom";
import type { Texts } from "../i18n";
import { symbol } from "../map/symbols";
import { LAYERS, type Layer, type LinkKind, type OcopRecord, type Reference } from "../types";
import { type Around, buying, NOTHING_AROUND } from "./around";
import { type Fact, facts, section, sourceLink, vietnamese } from "./facts";
import { place, withheld } from "./place";
import { season } from "./season";
import { validitySection } from "./validity";

const LINKED_LAYERS: Record<LinkKind, Layer> = {
  zones: "zone",
  craft_villages: "craft_village",
  sales_points: "sales_point",
  tourism_points: "tourism_point",
};

/** A button that opens another record. */
function recordButton(
  layer: Layer,
  record: Reference & { stars?: number | null },
  note: string | null = null,
): HTMLElement {
  const attrs = { type: "button", "data-key": `${layer}/${record.id}` };
  const name = h("span", { class: "row-name", attrs: { lang: "vi" } }, record.name);
  const text = h("span", { class: "row-text" }, name, note && h("span", { class: "row-facts" }, note));
  return h("li", {}, h("button", { class: "row", attrs }, symbol(layer, record.stars), text));
}

function buttons(rows: HTMLElement[]): HTMLElement | null {
  return rows.length > 0 ? h("ul", {}, ...rows) : null;
}

function kindName(record: OcopRecord, texts: Texts): string | null {
  if (!record.kind) return null;
  if (record.layer === "tourism_point") return texts.name("tourism_kind", record.kind);
  if (record.layer === "sales_point") return texts.name("sales_point_kind", record.kind);
  return record.layer === "commune" ? texts.name("commune_kind", record.kind) : null;
}

function identity(record: OcopRecord, texts: Texts): HTMLElement | null {
  const website = webAddress(record.website) ? sourceLink(record.website) : vietnamese(record.website);
  return facts([
    [texts.t("card.group"), record.group && texts.name("group", record.group)],
    [texts.t("card.set"), record.set && texts.name("set", String(record.set))],
    [texts.t("card.commodity"), record.commodity && texts.name("commodity", record.commodity)],
    [texts.t("card.kind"), kindName(record, texts)],
    [texts.t("card.craft"), vietnamese(record.craft)],
    [texts.t("card.recognised_year"), record.recognised_year && String(record.recognised_year)],
    [texts.t("card.national_code"), record.national_code],
    [texts.t("card.legal_form"), record.legal_form && texts.name("legal_form", record.legal_form)],
    [texts.t("card.woman_led"), record.woman_led && texts.t("card.yes")],
    [texts.t("card.phone"), record.phone],
    [texts.t("card.website"), website],
  ]);
}

function zoneFacts(record: OcopRecord, texts: Texts): HTMLElement | null {
  const hectares = (value: number | null | undefined) => value && texts.t("card.hectares", { n: value });
  return facts([
    [texts.t("card.declared_ha"), hectares(record.declared_ha)],
    [texts.t("card.computed_ha"), hectares(record.computed_ha)],
    [texts.t("card.standards"), record.standards?.map((code) => texts.name("standard", code)).join(", ")],
    [texts.t("card.named_units"), vietnamese(record.named_units)],
    [texts.t("card.growing_area_code"), record.growing_area_code],
    [texts.t("card.year"), record.year && String(record.year)],
    [
      texts.t("card.boundary"),
      record.geometry_source && texts.name("geometry_source", record.geometry_source),
    ],
  ]);
}

function communeFacts(record: OcopRecord, texts: Texts): HTMLElement | null {
  const counts = LAYERS.filter((layer) => record.counts?.[layer]).map(
    (layer): Fact => [texts.name("layer", layer), texts.number(record.counts?.[layer] ?? 0)],
  );
  const area = record.official_area_km2 && texts.t("card.square_km", { n: record.official_area_km2 });
  const border = record.boundary_source && texts.name("boundary_source", record.boundary_source);
  const old = record.legacy_communes?.map((unit) => h("li", {}, unit.name)) ?? [];
  const formerly = old.length > 0 && h("ul", { class: "plain", attrs: { lang: "vi" } }, ...old);
  return facts([
    [texts.t("card.formerly"), formerly],
    [texts.t("card.area"), area],
    ...counts,
    [texts.t("card.boundary"), border],
  ]);
}

function productRows(record: OcopRecord, texts: Texts): HTMLElement[] {
  return (record.products ?? []).map((product) => {
    const parts = [texts.name("stars", String(product.stars ?? "unknown"))];
    if (product.validity) parts.push(texts.name("validity.short", product.validity));
    return recordButton("product", product, parts.join(" · "));
  });
}

function channels(record: OcopRecord, texts: Texts): HTMLElement | null {
  const rows = (record.sales_channels ?? []).map((channel) => {
    const country = channel.country ? ` (${channel.country})` : "";
    const url = webAddress(channel.url) && sourceLink(channel.url);
    return h(
      "li",
      {},
      `${texts.name("channel", channel.channel)}: `,
      vietnamese(channel.name),
      country,
      url && " ",
      url,
    );
  });
  return rows.length > 0 ? h("ul", { class: "plain" }, ...rows) : null;
}

function linked(record: OcopRecord, kinds: LinkKind[], texts: Texts): Child[] {
  return kinds.map((kind) => {
    const rows = (record.links?.[kind] ?? []).map((target) => recordButton(LINKED_LAYERS[kind], target));
    return section(texts.t(`link.${kind}`), buttons(rows));
  });
}

function source(record: OcopRecord, texts: Texts): HTMLElement | null {
  const date = record.source_date && texts.date(record.source_date);
  return facts([
    [texts.t("card.source"), sourceLink(record.source_url)],
    [texts.t("card.source_date"), date],
  ]);
}

function producer(record: OcopRecord, texts: Texts): HTMLElement | null {
  const { producer: owner } = record;
  if (record.layer !== "product") return null;
  if (!owner) return h("p", {}, texts.t("card.no_producer"));
  const form = owner.legal_form && texts.name("legal_form", owner.legal_form);
  return buttons([recordButton("producer", owner, form)]);
}

function warnings(record: OcopRecord): HTMLElement | null {
  const lines = (record.warnings ?? []).map((text) => h("li", {}, text));
  return lines.length > 0 ? h("ul", { class: "warnings", attrs: { lang: "vi" } }, ...lines) : null;
}

/** Everything known of a record, from what it is to where each fact comes from. */
export function recordBody(record: OcopRecord, texts: Texts, around: Around = NOTHING_AROUND): Child[] {
  const shops = buying(record, around, texts);
  const kinds = (Object.keys(LINKED_LAYERS) as LinkKind[]).filter((kind) => kind !== "sales_points" || !shops);
  return [
    warnings(record),
    record.layer === "product" && validitySection(record, texts),
    section(
      texts.t("card.about"),
      identity(record, texts),
      record.layer === "zone" && zoneFacts(record, texts),
    ),
    record.layer === "commune" && section(texts.t("card.commune"), communeFacts(record, texts)),
    season(record, texts),
    section(texts.t("card.story"), vietnamese(record.story)),
    section(texts.t("card.producer"), producer(record, texts)),
    section(texts.t("card.products"), buttons(productRows(record, texts))),
    section(texts.t("card.channels"), channels(record, texts)),
    shops,
    ...linked(record, kinds, texts),
    section(texts.t("card.place"), withheld(record, texts), place(record, texts)),
    section(texts.t("card.sources"), source(record, texts)),
  ];
}
