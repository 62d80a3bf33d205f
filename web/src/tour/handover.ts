/** Handing the tour on: its link, a frame for another site, files, parts for a map app; all follow the tour. */

import { h, one } from "../dom";
import type { Texts } from "../i18n";
import { platformOf } from "../panel/directions";
import { canShare, copyAloud, share } from "../panel/share";
import { embedCode } from "../panel/sharing";
import { placeText } from "./link";
import type { Tour } from "./model";
import type { Plan, PlanPlace } from "./plan";

/** A phone's browser takes fewer stops at a time than a desk's. */
const APPS = {
  android: ["google_phone"],
  apple: ["google_phone", "apple"],
  other: ["google"],
} as const;

export class HandOver {
  private readonly dialog = one<HTMLDialogElement>("#share-dialog");
  private readonly code = one<HTMLTextAreaElement>("#embed-code");
  private readonly told = one("#share-told");
  private readonly texts: Texts;
  private readonly embed: string;

  /** @param embed the path of the tour for frames. */
  constructor(texts: Texts, embed: string) {
    this.texts = texts;
    this.embed = embed;
    for (const opener of document.querySelectorAll("[data-tour-share]")) opener.addEventListener("click", () => this.open());
    one("#share-close").addEventListener("click", () => this.dialog.close());
    one("#share-copy").addEventListener("click", () => void copyAloud(location.href, this.told, texts));
    one("#embed-copy").addEventListener("click", () => void copyAloud(this.code.value, this.told, texts, "embed.copied"));
    one("#embed-sizes").addEventListener("change", () => this.write());
    const sheet = one("#share-sheet");
    sheet.hidden = !canShare();
    sheet.addEventListener("click", () => void share(document.title, location.href));
  }

  /** Let every link to a file, and the other language, be that of this tour. */
  follow(query: string): void {
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-tour-link]")) link.search = query;
  }

  /** Offer the table of times between the tour's places that are known to be somewhere. */
  offerTable(tour: Tour, plan: Plan | null): void {
    const known: [Tour["start"], PlanPlace | null | undefined][] = [
      [tour.start, plan?.start],
      ...tour.stops.map(({ place }, index): [Tour["start"], PlanPlace | undefined] => [place, plan?.stops[index]]),
      [tour.end === "start" ? null : tour.end, plan?.end],
    ];
    const places = known.flatMap(([place, found]) => (place && found && found.latitude !== null ? [placeText(place)] : []));
    const settings = [["mode", tour.mode], ["ferries", String(tour.ferries)]];
    const query = new URLSearchParams([...places.map((place) => ["place", place]), ...settings]).toString();
    for (const row of document.querySelectorAll<HTMLElement>("[data-tour-between]")) {
      row.hidden = places.length < 2;
      one<HTMLAnchorElement>("a", row).search = query;
    }
  }

  /** Offer the tour in the map apps of this device, in parts where it is too long for one. */
  offer(apps: Plan["apps"]): void {
    const wanted = APPS[platformOf(navigator.userAgent)];
    const links = wanted.flatMap((name) => {
      const parts = apps.find(({ app }) => app === name)?.parts ?? [];
      return parts.map((href, index) => this.part(name, href, index + 1, parts.length));
    });
    one("#tour-apps-list").replaceChildren(...links);
    one("#tour-apps").hidden = links.length === 0;
  }

  private part(app: string, href: string, n: number, all: number): HTMLElement {
    const name = this.texts.name("tour.app", app);
    const text = all > 1 ? this.texts.t("tour.app_part", { name, n, all }) : name;
    const attrs = { href, target: "_blank", rel: "noopener noreferrer external" };
    return h("li", {}, h("a", { class: "button", attrs }, text));
  }

  private open(): void {
    this.told.textContent = "";
    one<HTMLInputElement>("#share-link").value = location.href;
    this.write();
    this.dialog.showModal();
  }

  private write(): void {
    const size = this.dialog.querySelector<HTMLInputElement>("input[name=embed-size]:checked")?.value ?? "";
    const address = new URL(this.embed + location.search, location.href).href;
    this.code.value = embedCode(address, this.texts.t("tour.title"), size);
  }
}
