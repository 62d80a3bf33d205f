/** The same figures as the map's, as a table that its headings sort. */

import { recordAddress } from "../data/addresses";
import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { changeOf, valueOf } from "./shading";
import type { PlannerState } from "./state";
import type { CommuneRow, PlannerConfig } from "./types";

interface Line {
  row: CommuneRow;
  values: (number | null)[];
}

export interface TableHandlers {
  sort: (column: string) => void;
  open: (code: string) => void;
}

/** Lines by a column's value; those of which it is not known last, either way. */
export function sorted<T extends { values: (number | null)[] }>(lines: T[], at: number, order: "asc" | "desc"): T[] {
  const value = (line: T) => line.values[at] ?? null;
  const known = lines.filter((line) => value(line) !== null);
  known.sort((a, b) => ((value(a) ?? 0) - (value(b) ?? 0)) * (order === "desc" ? -1 : 1));
  return [...known, ...lines.filter((line) => value(line) === null)];
}

export class Table {
  private readonly config: PlannerConfig;
  private readonly texts: Texts;
  private readonly handlers: TableHandlers;
  private readonly table = one<HTMLTableElement>("#planner-table");

  constructor(config: PlannerConfig, texts: Texts, handlers: TableHandlers) {
    this.config = config;
    this.texts = texts;
    this.handlers = handlers;
    this.table.addEventListener("click", (event) => this.onClick(event));
  }

  /** Show the communes; `before` are those of the day compared with. */
  show(state: PlannerState, commodity: string | null, rows: CommuneRow[], before: Map<string, CommuneRow> | null): void {
    const columns = [...this.config.measures.map(({ key }) => key), ...(before ? ["change"] : [])];
    const lines = rows.map((row) => ({ row, values: this.valuesOf(row, state, commodity, before) }));
    const at = columns.indexOf(state.sort);
    const isTurned = at < 0 && state.order === "desc";
    const ordered = at < 0 ? (isTurned ? lines.reverse() : lines) : sorted(lines, at, state.order);
    const marks = columns.map((column) => column === state.measure);
    const body = h("tbody", {}, ...ordered.map((line) => this.line(line, marks)));
    this.table.replaceChildren(this.head(["name", ...columns], state, commodity), body);
  }

  private valuesOf(
    row: CommuneRow,
    state: PlannerState,
    commodity: string | null,
    before: Map<string, CommuneRow> | null,
  ): (number | null)[] {
    const values = this.config.measures.map(({ key }) => valueOf(row, key, commodity));
    if (!before) return values;
    const then = before.get(row.id);
    const now = valueOf(row, state.measure, commodity);
    return [...values, changeOf(now, then && valueOf(then, state.measure, commodity))];
  }

  private head(columns: string[], state: PlannerState, commodity: string | null): HTMLElement {
    const cells = columns.map((column) => {
      const isSorted = column === state.sort;
      const order = state.order === "desc" ? "descending" : "ascending";
      const attrs = { scope: "col", "data-column": column, "aria-sort": isSorted && order };
      const name = this.texts.name("commodity", commodity ?? "unknown");
      const text =
        column === "hectares" && commodity
          ? this.texts.t("planmap.hectares_of", { commodity: name })
          : this.texts.name("planmap.column", column);
      const button = h("button", { attrs: { type: "button" } }, text);
      return h("th", { class: column === state.measure ? "is-measure" : "", attrs }, button);
    });
    return h("thead", {}, h("tr", {}, ...cells));
  }

  private line({ row, values }: Line, marks: boolean[]): HTMLElement {
    const href = recordAddress(this.config.folders, "commune", row.id, row.name);
    const link = h("a", { attrs: { href, lang: "vi" } }, row.name);
    const label = this.texts.t("planmap.show_commune", { name: row.name });
    const button = h("button", { class: "to-map", attrs: { type: "button", "aria-label": label } }, "◎");
    const cells = values.map((value, index) => {
      const text = value === null ? h("span", { class: "none" }, this.texts.t("planmap.none")) : this.texts.number(value);
      return h("td", { class: marks[index] ? "is-measure" : "" }, text);
    });
    const name = h("th", { attrs: { scope: "row" } }, h("span", { class: "row-name" }, link, button));
    return h("tr", { attrs: { "data-commune": row.id } }, name, ...cells);
  }

  private onClick(event: Event): void {
    const target = event.target instanceof Element ? event.target : null;
    const code = target?.closest(".to-map")?.closest<HTMLElement>("tr")?.dataset["commune"];
    if (code) this.handlers.open(code);
    const column = target?.closest<HTMLElement>("thead th")?.dataset["column"];
    if (!column) return;
    event.preventDefault();
    this.handlers.sort(column);
    this.table.querySelector<HTMLElement>(`th[data-column="${column}"] button`)?.focus();
  }
}
