/** An area to look into: drawn, typed, made of communes or from a file; and what lies inside it. */

import { recordAddress } from "../data/addresses";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { type Api, type AreaBody, Refusal } from "./api";
import { Drawing } from "./drawing";
import type { PlannerScene } from "./scene";
import type { AreaAnalysis, PlannerConfig } from "./types";

const MAX_FILE_BYTES = 32 * 2 ** 20;
const MOST_LISTED = 100;

/** Corners typed as "latitude longitude", one a line, as a polygon; null where a line is none. */
export function cornersOf(text: string): GeoJSON.Polygon | null {
  const lines = text.split("\n").map((line) => line.trim().replace(/[;,\s]+/g, " "));
  const pairs = lines.filter(Boolean).map((line) => line.split(" ").map(Number));
  const isPair = (pair: number[]) => pair.length === 2 && pair.every(Number.isFinite);
  if (pairs.length < 3 || !pairs.every(isPair)) return null;
  const ring = pairs.map(([lat = 0, lng = 0]) => [lng, lat]);
  return { type: "Polygon", coordinates: [[...ring, ring[0] ?? []]] };
}

export class AreaTool {
  private readonly config: PlannerConfig;
  private readonly texts: Texts;
  private readonly api: Api;
  private readonly scene: PlannerScene;
  private readonly asOf: () => string | null;
  private readonly told = one("#area-told");
  private readonly found = one("#area-found");
  readonly drawing: Drawing;

  constructor(config: PlannerConfig, texts: Texts, api: Api, scene: PlannerScene, asOf: () => string | null) {
    this.config = config;
    this.texts = texts;
    this.api = api;
    this.scene = scene;
    this.asOf = asOf;
    this.drawing = new Drawing(scene, texts, (geometry) => void this.analyse({ geometry }));
    this.onSubmit("#area-type", () => this.readCorners());
    this.onSubmit("#area-communes", () => this.readCommunes());
    this.onSubmit("#area-file", () => this.readFile());
    one("#planner-area").hidden = false;
  }

  private onSubmit(form: string, read: () => AreaBody | null): void {
    one<HTMLFormElement>(form).addEventListener("submit", (event) => {
      event.preventDefault();
      const body = read();
      if (body) void this.analyse(body);
    });
  }

  private readCorners(): AreaBody | null {
    const geometry = cornersOf(one<HTMLTextAreaElement>("#area-corners").value);
    if (!geometry) this.tell([this.texts.t("planmap.area_corners_wrong")]);
    return geometry && { geometry };
  }

  private readCommunes(): AreaBody | null {
    const chosen = [...one<HTMLSelectElement>("#area-codes").selectedOptions].map(({ value }) => value);
    if (chosen.length === 0) this.tell([this.texts.t("planmap.area_communes_none")]);
    return chosen.length ? { communes: chosen } : null;
  }

  private readFile(): AreaBody | null {
    const file = one<HTMLInputElement>("#area-upload").files?.[0] ?? null;
    if (!file || file.size <= MAX_FILE_BYTES) return file;
    this.tell([this.texts.t("planmap.area_too_large", { n: MAX_FILE_BYTES / 2 ** 20 })]);
    return null;
  }

  private query(body: AreaBody): Record<string, string> {
    const day = this.asOf();
    const system = one<HTMLSelectElement>("#area-system").value;
    const file = body instanceof File ? { name: body.name, ...(system ? { crs: system } : {}) } : {};
    return { ...(day ? { as_of: day } : {}), ...file };
  }

  private async analyse(body: AreaBody): Promise<void> {
    this.tell([this.texts.t("planmap.area_busy")], false);
    this.found.hidden = true;
    try {
      const analysis = await this.api.area(body, this.query(body));
      this.told.hidden = true;
      this.scene.showArea(analysis.geometry);
      this.show(analysis);
    } catch (error) {
      this.scene.showArea(null);
      this.refused(error);
    }
  }

  private refused(error: unknown): void {
    const sentences = error instanceof Refusal ? error.sentences : [];
    this.tell(sentences.length ? sentences : [this.texts.t("planmap.failed")]);
    const isSystem = error instanceof Refusal && error.parameters.includes("crs");
    if (isSystem) one("#area-system").focus();
  }

  private tell(sentences: string[], isAlarm = true): void {
    this.told.hidden = false;
    this.told.classList.toggle("is-alarm", isAlarm);
    this.told.textContent = sentences.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join(" ");
  }

  private show(found: AreaAnalysis): void {
    const { texts } = this;
    const notes = found.notes.map((note) => h("li", {}, note));
    this.found.replaceChildren(
      h("h3", {}, texts.t("planmap.area_size", { n: found.ha })),
      h("ul", { class: "area-notes" }, ...notes),
      h("dl", { class: "area-facts" }, ...this.facts(found)),
      this.downloads({ geometry: found.geometry }),
      ...this.tables(found),
      this.records(found),
    );
    this.found.hidden = false;
    this.found.focus();
  }

  private facts({ counts }: AreaAnalysis): HTMLElement[] {
    const { texts } = this;
    const fact = (label: string, value: number) => h("div", {}, h("dt", {}, label), h("dd", {}, texts.number(value)));
    const layers = Object.entries(counts.layers).map(([layer, n]) => fact(texts.name("layer", layer), n));
    const stars = Object.entries(counts.stars).map(([star, n]) => fact(texts.name("stars.short", star), n));
    return [
      ...layers,
      fact(texts.name("planmap.column", "valid"), counts.valid),
      ...stars,
      fact(texts.t("planmap.unknown"), counts.unknown),
      fact(texts.t("planmap.subjects"), counts.subjects),
      fact(texts.t("planmap.cooperatives"), counts.cooperatives),
      fact(texts.t("planmap.women"), counts.woman_led),
    ];
  }

  private downloads(body: AreaBody): HTMLElement {
    const buttons = ["csv", "geojson"].map((kind) => {
      const on = { click: () => void this.download(kind, body) };
      const label = this.texts.t("planmap.download", { kind: kind === "csv" ? "CSV" : "GeoJSON" });
      return h("button", { class: "button", attrs: { type: "button" }, on }, label);
    });
    return h("p", { class: "area-buttons" }, ...buttons);
  }

  private async download(kind: string, body: AreaBody): Promise<void> {
    try {
      const blob = await this.api.areaRecords(kind, body, this.query(body));
      const href = URL.createObjectURL(blob);
      h("a", { attrs: { href, download: `ocop-vung.${kind}` } }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    } catch (error) {
      this.refused(error);
    }
  }

  private tables(found: AreaAnalysis): HTMLElement[] {
    const { texts } = this;
    const communes = found.communes.map(({ name, ha, share }) => [name, texts.number(ha), `${texts.number(100 * share)}%`]);
    const ground = found.commodities.map(({ commodity, zones, union_ha: union, summed_ha: sum }) => [
      texts.name("commodity", commodity),
      texts.number(zones),
      texts.number(union),
      texts.number(sum),
    ]);
    return [
      this.table("planmap.area_by_commune", ["name", "ha", "share"], communes),
      this.table("planmap.area_by_commodity", ["commodity", "zones", "union_ha", "summed_ha"], ground),
    ];
  }

  private table(title: string, columns: string[], rows: string[][]): HTMLElement {
    const head = columns.map((column) => h("th", { attrs: { scope: "col" } }, this.texts.name("planmap.part", column)));
    const body = rows.map(([first = "", ...rest]) =>
      h("tr", {}, h("th", { attrs: { scope: "row" } }, first), ...rest.map((cell) => h("td", {}, cell))),
    );
    const caption = h("caption", {}, this.texts.t(title));
    if (rows.length === 0) return h("p", { class: "hint" }, this.texts.t("planmap.area_no_zone"));
    const table = h("table", { class: "planner-table" }, caption, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...body));
    const attrs = { tabindex: 0, role: "region", "aria-label": this.texts.t(title) };
    return h("div", { class: "planner-scroll", attrs }, table);
  }

  private records({ records }: AreaAnalysis): HTMLElement {
    const rows = records.slice(0, MOST_LISTED).map(({ layer, id, name, commune_name: commune }) => {
      const href = recordAddress(this.config.folders, layer, id, name);
      const about = [this.texts.name("layer.one", layer), commune].filter(Boolean).join(" · ");
      return h("li", {}, h("a", { attrs: { href, lang: "vi" } }, name), h("span", {}, ` ${about}`));
    });
    const title = this.texts.t("planmap.area_records", { n: records.length });
    const more = records.length > MOST_LISTED && h("p", { class: "hint" }, this.texts.t("planmap.area_more", { n: MOST_LISTED }));
    return h("details", {}, h("summary", {}, title), h("ul", { class: "area-records" }, ...rows), more);
  }
}
