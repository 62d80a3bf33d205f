/** The tour as a list: stops that can be moved by dragging, by buttons and by keys, with the ways between them. */

import { type Child, h, svg } from "../dom";
import type { Texts } from "../i18n";
import { Draggable, withoutFling } from "./drag";
import { type Edited, stopEditor } from "./editor";
import { legRow } from "./leg";
import { isRecord, type Place } from "./model";
import type { PlanPlace, Suggestion } from "./plan";
import type { Row, StopRow } from "./rows";
import { weekday } from "./words";

export interface ItineraryHandlers extends Edited {
  move(from: number, to: number): void;
  /** Show a stop on the map. */
  show(place: Place): void;
  clear(at: "start" | "end"): void;
  /** Visit another place in a stop's stead. */
  swap(id: number, suggestion: Suggestion): void;
}

const KEYS: Record<string, (index: number, last: number) => number> = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: (_, last) => last,
};
const GRIP = "M9 5h.01M15 5h.01M9 12h.01M15 12h.01M9 19h.01M15 19h.01";

export class Itinerary {
  private readonly list: HTMLElement;
  private readonly texts: Texts;
  private readonly isFixed: boolean;
  private readonly handlers: ItineraryHandlers;
  private readonly draggable: Draggable;
  private readonly name: (place: Place, found: PlanPlace | null) => string;
  /** The stop whose editor is unfolded. */
  private opened: number | null = null;
  private rows: readonly Row[] = [];

  /** @param isFixed whether it can only be read, as in a frame on another site. */
  constructor(
    list: HTMLElement,
    texts: Texts,
    isFixed: boolean,
    name: (place: Place, found: PlanPlace | null) => string,
    handlers: ItineraryHandlers,
  ) {
    this.list = list;
    this.texts = texts;
    this.isFixed = isFixed;
    this.name = name;
    this.handlers = handlers;
    this.draggable = new Draggable(list, () => list.closest<HTMLElement>(".panel") ?? list, {
      move: handlers.move,
      dropped: () => this.show(this.rows),
    });
    list.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Show these lines; the keyboard's focus stays with the stop and the button that had it. */
  show(rows: readonly Row[]): void {
    this.rows = rows;
    if (this.draggable.isDragging) return;
    const focused = this.focused();
    const unfolded = new Set([...this.list.querySelectorAll("details[open]")].map(({ id }) => id));
    this.list.replaceChildren(...rows.map((row) => this.row(row)));
    for (const details of this.list.querySelectorAll("details")) details.open = unfolded.has(details.id);
    if (focused) this.focus(...focused);
  }

  /** Unfold a stop's editor and bring it into view. */
  open(id: number): void {
    this.opened = id;
    this.show(this.rows);
    this.list.querySelector(`[data-stop="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /** Put the focus on a button of a stop, by the name of what it does. */
  focus(id: string, act: string): void {
    const row = this.list.querySelector(`[data-stop="${id}"]`);
    const button = row?.querySelector<HTMLElement>(`[data-act="${act}"]`);
    const isUsable = button && !button.matches(":disabled");
    (isUsable ? button : row?.querySelector<HTMLElement>("[data-act=handle], [data-act=show]"))?.focus({ preventScroll: true });
  }

  private focused(): [string, string] | null {
    const active = document.activeElement as HTMLElement | null;
    const id = this.list.contains(active) ? active?.closest<HTMLElement>("[data-stop]")?.dataset.stop : undefined;
    return id ? [id, active?.dataset.act ?? ""] : null;
  }

  private get stops(): StopRow[] {
    return this.rows.filter((row): row is StopRow => row.kind === "stop");
  }

  private row(row: Row): HTMLElement {
    if (row.kind === "stop") return this.stop(row);
    if (row.kind === "leg") return legRow(row.leg, this.texts);
    if (row.kind === "terminal") return this.terminal(row);
    if (row.kind === "lunch") {
      const text = this.texts.t("tour.lunch_at", { start: row.begin, end: row.end });
      return h("li", { class: "lunch" }, text);
    }
    const { day, number } = row;
    const when = day.date ? weekday(day.date, this.texts) : "";
    const isOnly = this.rows.filter((each) => each.kind === "day").length === 1;
    const title = isOnly && when ? when : this.texts.t(when ? "tour.day_dated" : "tour.day_number", { n: number, date: when });
    const hours = day.start && day.end ? `${day.start} – ${day.end}` : "";
    return h("li", { class: "day" }, h("h3", {}, title), hours && h("p", {}, hours));
  }

  private terminal({ at, place, found, unfit }: Row & { kind: "terminal" }): HTMLElement {
    const name = this.name(place, found);
    const label = this.texts.t(at === "start" ? "tour.start" : "tour.end");
    const show = h(
      "button",
      { class: "stop-name", attrs: { type: "button", lang: "vi", "data-act": "show" }, on: { click: () => this.handlers.show(place) } },
      name,
    );
    const clear = h(
      "button",
      {
        class: "stop-button",
        attrs: { type: "button", "aria-label": this.texts.t("tour.clear_terminal", { what: label }) },
        on: { click: () => this.handlers.clear(at) },
      },
      "×",
    );
    const note = unfit !== null && h("p", { class: "stop-note note-alarm" }, unfit);
    const text = h("div", { class: "stop-text" }, h("p", { class: "stop-kicker" }, label), show, note);
    return h(
      "li",
      { class: "terminal", attrs: { "data-stop": at } },
      h("span", { class: `stop-number stop-number-${at}`, attrs: { "aria-hidden": "true" } }, at === "start" ? "▶" : "■"),
      text,
      !this.isFixed && clear,
    );
  }

  private stop(row: StopRow): HTMLElement {
    const { stop, index, unfit, found } = row;
    const name = this.name(stop.place, found);
    const classes = ["stop", unfit !== null && "is-unfit", found?.missing && "is-gone", stop.locked && "is-locked"];
    const isOpen = this.opened === stop.id && !this.isFixed;
    return h(
      "li",
      { class: classes.filter(Boolean).join(" "), attrs: { "data-stop": stop.id } },
      !this.isFixed && this.handle(row, name),
      h("span", { class: "stop-number", attrs: { "aria-hidden": "true" } }, String(index + 1)),
      this.text(row, name),
      !this.isFixed && this.toggle(row, name, isOpen),
      isOpen && stopEditor(row, name, this.stops.length, this.texts, this.handlers),
    );
  }

  private handle({ stop, index }: StopRow, name: string): HTMLElement {
    const values = { name, n: index + 1, all: this.stops.length };
    const attrs = {
      type: "button",
      "data-act": "handle",
      "aria-label": this.texts.t("tour.handle", values),
      "aria-describedby": "tour-keys",
      title: this.texts.t("tour.drag"),
    };
    const icon = svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: GRIP }));
    const lock = stop.locked && h("span", { class: "stop-lock", attrs: { "aria-hidden": "true" } }, "•");
    return h("button", { class: "stop-handle", attrs, on: { touchmove: withoutFling } }, icon, lock);
  }

  private text({ stop, visit, unfit, instead }: StopRow, name: string): HTMLElement {
    const { texts } = this;
    const lang = isRecord(stop.place) || !stop.place.name ? "vi" : null;
    const show = h(
      "button",
      { class: "stop-name", attrs: { type: "button", lang, "data-act": "show" }, on: { click: () => this.handlers.show(stop.place) } },
      name,
    );
    const notes: Child[] = (visit?.notes ?? []).map(({ message }) => h("p", { class: "stop-note" }, message));
    return h(
      "div",
      { class: "stop-text" },
      show,
      visit && h("p", { class: "stop-times" }, times(visit, texts)),
      stop.locked && h("p", { class: "stop-note" }, texts.t("tour.locked")),
      unfit !== null && h("p", { class: "stop-note note-alarm" }, unfit),
      ...notes,
      instead.length > 0 && this.alternatives(stop.id, instead),
    );
  }

  /** What could be visited in a stop's stead; one tap puts it there. */
  private alternatives(id: number, instead: Suggestion[]): HTMLElement {
    const rows = instead.map((each) => {
      const attrs = { type: "button", "data-act": `swap-${each.key}` };
      const on = { click: () => this.handlers.swap(id, each) };
      const name = h("span", { attrs: { lang: "vi" } }, each.name);
      return h("li", {}, h("button", { class: "button", attrs, on }, name), h("span", { class: "row-facts" }, each.reason.message));
    });
    const title = h("summary", {}, this.texts.t("tour.instead"));
    return h("details", { class: "instead", attrs: { id: `instead-${id}` } }, title, h("ul", {}, ...rows));
  }

  private toggle({ stop }: StopRow, name: string, isOpen: boolean): HTMLElement {
    const attrs = {
      type: "button",
      "data-act": "edit",
      "aria-expanded": String(isOpen),
      "aria-label": this.texts.t("tour.edit", { name }),
      title: this.texts.t("tour.edit", { name }),
    };
    const click = () => {
      this.opened = isOpen ? null : stop.id;
      this.show(this.rows);
    };
    return h("button", { class: "stop-button", attrs, on: { click } }, isOpen ? "▴" : "⋯");
  }

  private onKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const to = KEYS[event.key];
    if (!to || target.dataset.act !== "handle") return;
    const id = target.closest<HTMLElement>("[data-stop]")?.dataset.stop;
    const index = this.stops.findIndex(({ stop }) => String(stop.id) === id);
    event.preventDefault();
    this.handlers.move(index, to(index, this.stops.length - 1));
  }
}

function times({ arrive, leave, wait_minutes: wait, visit_minutes: visit }: NonNullable<StopRow["visit"]>, texts: Texts): string {
  const stay = texts.t("tour.visit", { n: visit });
  const waiting = wait ? ` · ${texts.t("tour.wait", { n: wait })}` : "";
  return arrive && leave ? `${arrive} – ${leave} · ${stay}${waiting}` : stay;
}
