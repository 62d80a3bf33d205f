/** The part of the map page where a visitor saves an area for use without a network, and deletes it again. */

import "../styles/offline.css";
import { h } from "../dom";
import type { Texts } from "../i18n";
import type { Config, Item } from "../types";
import { type Area, addressesOf, canSave, MOST_PLACES, removeArea, SaveError, saveArea, savedAreas } from "./areas";

export interface OfflineOptions {
  texts: Texts;
  config: Config;
  /** What to save when asked now: the chosen communes by name, or what the map shows (no name). */
  area(): { name: string | null; items: Item[] };
}

export function mountOffline(container: HTMLElement, options: OfflineOptions): void {
  new Offline(container, options);
}

class Offline {
  private readonly texts: Texts;
  private readonly options: OfflineOptions;
  private readonly status = h("p", { class: "offline-status", attrs: { role: "status" } });
  private readonly progress = h("progress", { attrs: { hidden: true } });
  private readonly save: HTMLButtonElement;
  private readonly stop: HTMLButtonElement;
  private readonly list = h("ul", { class: "offline-areas" });
  private stopping = new AbortController();

  constructor(container: HTMLElement, options: OfflineOptions) {
    this.options = options;
    this.texts = options.texts;
    const t = (key: string) => this.texts.t(key);
    const button = (label: string, click: () => void) =>
      h("button", { class: "button", attrs: { type: "button" }, on: { click } }, label);
    this.save = button(t("offline.save"), () => void this.start());
    this.stop = button(t("offline.stop"), () => this.stopping.abort());
    this.stop.hidden = true;
    this.progress.setAttribute("aria-label", t("offline.save"));
    const body = [
      h("p", { class: "hint" }, t("offline.hint")),
      h("p", { class: "offline-ways" }, this.save, this.stop),
      this.progress,
      this.status,
      this.list,
    ];
    const box = h("details", { class: "offline-box" }, h("summary", {}, t("offline.title")), ...body);
    box.addEventListener("toggle", () => void this.showAreas());
    container.replaceChildren(box);
  }

  private async start(): Promise<void> {
    const { name, items } = this.options.area();
    const refusal = this.refusal(items);
    if (refusal) {
      this.status.textContent = refusal;
      return;
    }
    this.show(true);
    await this.run(name ?? this.texts.t("offline.here"), items);
    this.show(false);
    await this.showAreas();
  }

  private refusal(items: Item[]): string | null {
    const values = { n: items.length, all: MOST_PLACES };
    if (!canSave()) return this.texts.t("offline.failed.unsupported");
    if (items.length === 0) return this.texts.t("offline.failed.nothing");
    return items.length > MOST_PLACES ? this.texts.t("offline.failed.too_many", values) : null;
  }

  private async run(name: string, items: Item[]): Promise<void> {
    const addresses = addressesOf(items, this.options.config);
    this.progress.max = addresses.length;
    this.stopping = new AbortController();
    this.status.textContent = this.texts.t("offline.saving", { name, n: 0, all: items.length });
    const told = (done: number) => {
      this.progress.value = done;
    };
    try {
      // Asks the browser not to clear what is kept of its own accord; it may refuse.
      void navigator.storage?.persist?.().catch(() => false);
      const wanted = { name, places: items.length, addresses };
      const area = await saveArea(wanted, told, this.stopping.signal);
      this.status.textContent = this.texts.t("offline.saved", { name, n: area.places, size: this.size(area) });
    } catch (error) {
      const reason = error instanceof SaveError ? error.reason : "unsupported";
      this.status.textContent = this.texts.t(`offline.failed.${reason}`);
    }
  }

  private show(isSaving: boolean): void {
    this.progress.hidden = !isSaving;
    this.progress.value = 0;
    this.save.hidden = isSaving;
    this.stop.hidden = !isSaving;
    (isSaving ? this.stop : this.save).focus();
  }

  private size({ bytes }: Area): string {
    const kilobytes = bytes / 1024;
    return kilobytes < 1024
      ? this.texts.t("offline.kilobytes", { n: Math.ceil(kilobytes) })
      : this.texts.t("offline.megabytes", { n: kilobytes / 1024 });
  }

  private async showAreas(): Promise<void> {
    const areas = canSave() ? await savedAreas().catch(() => []) : [];
    this.list.replaceChildren(...areas.map((area) => this.row(area)));
    this.list.setAttribute("aria-label", this.texts.t("offline.areas"));
  }

  private row(area: Area): HTMLElement {
    const { name, places: n } = area;
    const facts = this.texts.t("offline.area_facts", { n, size: this.size(area), date: this.texts.date(area.savedOn) });
    const attrs = { type: "button", "aria-label": this.texts.t("offline.delete", { name }) };
    const click = () => void this.remove(area);
    const button = h("button", { class: "button", attrs, on: { click } }, this.texts.t("offline.delete_short"));
    return h("li", {}, h("span", {}, h("strong", {}, name), h("br"), facts), button);
  }

  private async remove(area: Area): Promise<void> {
    await removeArea(area);
    this.status.textContent = this.texts.t("offline.deleted", { name: area.name });
    await this.showAreas();
    this.save.focus();
  }
}
