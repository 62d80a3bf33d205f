/** The planners' map: what is asked for, fetched, drawn, listed and kept in the address. */

import type L from "leaflet";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import type { Collection } from "../types";
import { Api } from "./api";
import { AreaTool } from "./area";
import { CommuneCard } from "./card";
import { classify, classOf, rampStep } from "./classes";
import { Days } from "./days";
import { FlowList } from "./flowlist";
import { PlannerScene } from "./scene";
import { changeOf, type Shading, type Sign, shade, shadeChanges, valueOf } from "./shading";
import { formatState, type PlannerState, readState } from "./state";
import { Table } from "./table";
import type { CommuneRow, Flows, Hexagons, PlannerConfig } from "./types";

const VIEW_DECIMALS = 5;
const HALF_STEP = 0.5;

export class PlannerApp {
  private readonly config: PlannerConfig;
  private readonly texts: Texts;
  private readonly communesUrl: string;
  private readonly api: Api;
  private readonly scene: PlannerScene;
  private readonly table: Table;
  private readonly card: CommuneCard;
  private readonly days: Days;
  private readonly area: AreaTool;
  private readonly flowList: FlowList;
  private readonly form = one<HTMLFormElement>("#planner-controls");
  private state: PlannerState;
  private rows: CommuneRow[] = [];
  /** How often something was asked for: an older answer that comes late is passed over. */
  private asked = 0;

  constructor(map: L.Map, config: PlannerConfig, texts: Texts, communesUrl: string) {
    this.config = config;
    this.texts = texts;
    this.communesUrl = communesUrl;
    this.state = readState(location.search, config);
    this.api = new Api(config.api, config.locale);
    this.scene = new PlannerScene(map);
    this.table = new Table(config, texts, { sort: (column) => this.sort(column), open: (code) => this.open(code, true) });
    this.card = new CommuneCard(config, texts, () => this.close());
    this.days = new Days(config, texts, (days) => void this.update(days));
    this.area = new AreaTool(config, texts, this.api, this.scene, () => this.state.asOf);
    this.flowList = new FlowList(config, texts);
  }

  /** Show what the address says. */
  async start(): Promise<void> {
    // A province rarely fits a whole step of zoom.
    this.scene.map.options.zoomSnap = HALF_STEP;
    this.scene.look(this.state.view, this.config.province.bbox);
    this.form.addEventListener("change", () => this.onForm());
    one(".as-of").addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("popstate", () => this.onHistory());
    try {
      const communes = await this.api.get<Collection>(this.communesUrl);
      this.scene.setCommunes(communes, (code) => !this.area.drawing.isDrawing && this.open(code));
    } catch {
      this.tell(this.texts.t("planmap.failed"));
    }
    await this.render();
    this.scene.map.on("moveend", () => this.onMove());
    this.scene.map.getContainer().setAttribute("aria-busy", "false");
  }

  private get commodity(): string | null {
    return this.state.commodity ?? this.config.commodities[0] ?? null;
  }

  private get measure() {
    return this.config.measures.find(({ key }) => key === this.state.measure);
  }

  private async update(change: Partial<PlannerState>): Promise<void> {
    this.state = { ...this.state, ...change };
    this.writeAddress();
    await this.render();
  }

  private writeAddress(): void {
    const query = formatState(this.state);
    history.replaceState(null, "", query || location.pathname);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) link.search = query;
  }

  private onForm(): void {
    const given = new URLSearchParams(new FormData(this.form) as unknown as Record<string, string>);
    const { measure, commodity, classes, method, draw, layer, size, flows } = readState(`?${given}`, this.config);
    const isNeeded = measure === "hectares" || this.state.commodity !== null;
    void this.update({ measure, commodity: isNeeded ? commodity : null, classes, method, draw, layer, size, flows });
  }

  private onHistory(): void {
    this.state = readState(location.search, this.config);
    this.scene.look(this.state.view, this.config.province.bbox);
    void this.render();
  }

  private onMove(): void {
    const { lat, lng } = this.scene.map.getCenter();
    const round = (value: number) => Number(value.toFixed(VIEW_DECIMALS));
    this.state.view = { zoom: this.scene.map.getZoom(), lat: round(lat), lng: round(lng) };
    this.writeAddress();
  }

  private sort(column: string): void {
    const isAgain = this.state.sort === column;
    const isFirstUp = column === "name";
    const turned = this.state.order === "asc" ? "desc" : "asc";
    void this.update({ sort: column, order: isAgain ? turned : isFirstUp ? "asc" : "desc" });
  }

  private open(code: string, visit = false): void {
    this.state.commune = code;
    this.writeAddress();
    if (visit) this.scene.visit(code);
    this.showCard(true);
  }

  private close(): void {
    this.state.commune = null;
    this.writeAddress();
    this.showCard();
    this.scene.map.getContainer().focus();
  }

  private showCard(focus = false): void {
    this.card.show(
      this.rows.find(({ id }) => id === this.state.commune),
      focus,
    );
    this.scene.mark(this.state.commune);
  }

  private communesOf(day: string | null): Promise<{ communes: CommuneRow[] }> {
    return this.api.get(`planning/communes${day ? `?as_of=${day}` : ""}`);
  }

  private async render(): Promise<void> {
    const asked = ++this.asked;
    this.showControls();
    const { state } = this;
    const isCompared = state.compare !== null && this.measure?.isDated === true;
    try {
      const [now, before] = await Promise.all([
        this.communesOf(state.asOf),
        isCompared ? this.communesOf(state.compare) : null,
      ]);
      const hexagons =
        state.draw === "hexagons"
          ? await this.api.get<Hexagons>(`planning/density?layer=${state.layer}&size=${state.size}`)
          : null;
      const flows = state.flows ? await this.api.get<Flows>("planning/flows") : null;
      if (asked !== this.asked) return;
      this.rows = now.communes;
      this.tell("");
      this.draw(before && new Map(before.communes.map((row) => [row.id, row])), hexagons, flows);
    } catch {
      if (asked === this.asked) this.tell(this.texts.t("planmap.failed"));
    }
  }

  private showControls(): void {
    const { state, form } = this;
    const values = { ...state, commodity: this.commodity };
    for (const name of ["measure", "commodity", "classes", "method", "draw", "layer", "size"] as const) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLSelectElement) field.value = String(values[name]);
    }
    one<HTMLInputElement>("#flows").checked = state.flows;
    one("#commodity-choice").toggleAttribute("data-idle", state.measure !== "hectares");
    one("#hexagon-choice").toggleAttribute("data-idle", state.draw !== "hexagons");
    this.days.show(state, this.measure?.isDated ?? false);
  }

  private draw(before: Map<string, CommuneRow> | null, hexagons: Hexagons | null, flows: Flows | null): void {
    const { state, texts } = this;
    const value = (row: CommuneRow | undefined) => (row ? valueOf(row, state.measure, this.commodity) : null);
    const values = new Map(this.rows.map((row) => [row.id, before ? changeOf(value(row), value(before.get(row.id))) : value(row)]));
    const shading = before ? shadeChanges(values, state.method, texts) : shade(values, state, this.measure?.isCounted ?? true, texts);
    const names = new Map(this.rows.map((row) => [row.id, row.name]));
    const tell = (code: string) => `${names.get(code) ?? ""}: ${this.said(values.get(code) ?? null, before !== null)}`;
    this.scene.colour(hexagons ? null : shading.classNames, tell);
    this.showHexagons(hexagons);
    if (!hexagons) this.showLegend(this.title(before !== null), shading.legend);
    this.scene.showFlows(flows, (flow) => this.flowList.sentence(flow));
    this.flowList.show(flows);
    this.table.show(state, this.commodity, this.rows, before);
    this.showCard();
  }

  private said(value: number | null, isChange: boolean): string {
    if (value === null) return this.texts.t("planmap.none");
    const sign = isChange && value > 0 ? "+" : "";
    return sign + this.texts.number(value);
  }

  private title(isChange: boolean): string {
    const { texts, state } = this;
    const measure =
      state.measure === "hectares"
        ? texts.t("planmap.hectares_of", { commodity: texts.name("commodity", this.commodity ?? "unknown") })
        : texts.name("planmap.measure", state.measure);
    if (!isChange) return measure;
    const days = { from: texts.date(state.compare ?? ""), to: texts.date(state.asOf ?? this.config.today) };
    return `${measure}, ${texts.t("planmap.change_between", days)}`;
  }

  private showHexagons(hexagons: Hexagons | null): void {
    const { texts, state } = this;
    const counts = hexagons?.features.map(({ properties }) => properties.n) ?? [];
    const classes = classify(counts, state.classes, state.method);
    const nameOf = (n: number) => `ramp-${rampStep(classOf(n, classes), classes.length)}`;
    this.scene.showHexagons(hexagons, nameOf, (n) => texts.t("planmap.hexagon", { n }));
    if (!hexagons) return;
    const legend = classes.map(({ from, to, count }, index) => ({
      className: `ramp-${rampStep(index, classes.length)}`,
      text: from === to ? texts.number(from) : `${texts.number(from)} – ${texts.number(to)}`,
      count,
    }));
    const { counted, total, approximate, not_located: lost } = hexagons;
    const title = texts.t("planmap.hexagon_title", { layer: texts.name("layer", state.layer), size: state.size });
    this.showLegend(title, legend, texts.t("planmap.hexagons_told", { counted, total, approximate, lost }));
  }

  private showLegend(title: string, signs: Shading["legend"], told = ""): void {
    const unit = this.state.draw === "hexagons" ? "planmap.legend_hexagons" : "planmap.legend_communes";
    const rows = signs.map(({ className, text, count }: Sign) =>
      h(
        "li",
        {},
        h("span", { class: `swatch ${className}` }),
        h("span", {}, text),
        h("span", { class: "swatch-count" }, this.texts.t(unit, { n: count })),
      ),
    );
    one("#legend-body").replaceChildren(
      h("p", { class: "legend-measure" }, title),
      h("ul", {}, ...rows, ...(this.state.flows ? this.flowList.signs() : [])),
      ...(told ? [h("p", { class: "hint" }, told)] : []),
    );
    one("#planner-legend").hidden = false;
  }

  private tell(text: string): void {
    const notice = one("#planner-notice");
    notice.textContent = text;
    notice.hidden = text === "";
  }
}
