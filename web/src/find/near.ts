/** "Near me": the device's place, or a commune in its stead; nothing of it is kept or put in a link. */

import { middleOf, spreadOf } from "../data/distance";
import { holds } from "../data/geometry";
import type { CommuneNames } from "../data/items";
import { one } from "../dom";
import type { Texts } from "../i18n";
import { type Choice, CommuneBox } from "../panel/communes";
import type { Item } from "../types";
import { locate, type Trouble } from "./locate";
import type { Origin } from "./origin";

export interface NearHandlers {
  /** Where distances count from now on; with the commune there, to show on the map. */
  found(origin: Origin, commune: Item | undefined): void;
  /** The visitor wants no distances any more. */
  left(): void;
}

export class NearMe {
  private readonly button = one<HTMLButtonElement>("#near");
  private readonly dialog = one<HTMLDialogElement>("#near-dialog");
  private readonly reason = one("#near-reason");
  private readonly texts: Texts;
  private readonly handlers: NearHandlers;
  private readonly communeBox: CommuneBox;
  private communes: Item[] = [];
  private isOn = false;

  constructor(texts: Texts, handlers: NearHandlers) {
    this.texts = texts;
    this.handlers = handlers;
    this.communeBox = new CommuneBox("near-commune", texts, (choice) => this.take(choice));
    this.button.addEventListener("click", () => void (this.isOn ? this.leave() : this.ask()));
    one("#near-close").addEventListener("click", () => this.dialog.close());
  }

  /** Offer these communes to whoever has no place of their own. */
  offer(communes: Item[], names: CommuneNames): void {
    this.communes = communes;
    this.communeBox.offer(names);
  }

  /** Ask the device; only ever upon the visitor's own tap. */
  async ask(): Promise<void> {
    this.button.setAttribute("aria-busy", "true");
    const answer = await locate();
    this.button.removeAttribute("aria-busy");
    if (typeof answer === "string") this.explain(answer);
    else {
      const commune = this.communeAt(answer.point);
      if (commune || this.communes.length === 0) this.settle({ ...answer, commune: null }, commune);
      else this.explain("outside");
    }
  }

  private communeAt([lat, lng]: Origin["point"]): Item | undefined {
    return this.communes.find(({ geometry }) => holds(geometry, [lng, lat]));
  }

  private explain(trouble: Trouble | "outside"): void {
    this.reason.textContent = this.texts.t(`near.${trouble}`);
    this.dialog.showModal();
  }

  private take({ facet, code }: Choice): void {
    const commune = this.communes.find((each) =>
      (facet === "commune" ? each.communes : each.legacyCommunes).includes(code),
    );
    if (!commune?.box) return;
    this.dialog.close();
    const origin = { point: middleOf(commune.box), accuracyM: spreadOf(commune), commune: commune.properties.name };
    this.settle(origin, commune);
  }

  private settle(origin: Origin, commune: Item | undefined): void {
    this.show(true);
    this.handlers.found(origin, commune);
  }

  private leave(): void {
    this.show(false);
    this.handlers.left();
  }

  private show(isOn: boolean): void {
    this.isOn = isOn;
    this.button.setAttribute("aria-pressed", String(isOn));
  }
}
