/** The nearest first: from where distances are measured now, what the map shows of it, and what a link may not tell. */

import type { Point } from "../data/distance";
import type { CommuneNames } from "../data/items";
import type { Texts } from "../i18n";
import type { Scene } from "../map/scene";
import type { Nearness } from "../panel/list";
import type { Notice } from "../panel/notice";
import type { Item } from "../types";
import { NearMe } from "./near";
import { distanceText, type Origin } from "./origin";
import { surroundings } from "./surroundings";

export interface NearbyHandlers {
  /** What is shown now, to find the visitor's surroundings. */
  shown(): readonly Item[];
  /** Distances are measured from another place, or no more. */
  changed(isOn: boolean): void;
}

export class Nearby {
  origin: Origin | null = null;
  /** How the list tells distances; null without an origin. */
  nearness: Nearness | null = null;
  /** What the device told, remembered until the page is left so that no link tells it. */
  place: Point | null = null;
  private readonly texts: Texts;
  private readonly notice: Notice;
  private readonly scene: Scene;
  private readonly handlers: NearbyHandlers;
  private readonly near: NearMe;

  constructor(texts: Texts, notice: Notice, scene: Scene, handlers: NearbyHandlers) {
    this.texts = texts;
    this.notice = notice;
    this.scene = scene;
    this.handlers = handlers;
    this.near = new NearMe(texts, {
      found: (origin, commune) => this.measureFrom(origin, commune),
      left: () => this.measureNoMore(),
    });
  }

  /** Offer these communes to whoever has no place of their own. */
  offer(communes: Item[], names: CommuneNames): void {
    this.near.offer(communes, names);
  }

  /** Ask the device; only ever upon the visitor's own tap. */
  ask(): void {
    void this.near.ask();
  }

  /** For a link that sorts by distance: nobody is asked for a place before they tap. */
  invite(): void {
    const way = { label: this.texts.t("near.title"), go: () => this.ask() };
    this.notice.say("near", this.texts.t("near.link"), { way });
  }

  private measureFrom(origin: Origin, commune: Item | undefined): void {
    this.origin = origin;
    const place = origin.commune ?? this.texts.t("near.you");
    this.nearness = {
      title: this.texts.t("near.list", { place }),
      about: this.texts.t("near.bounds"),
      distance: (item) => distanceText(item, origin, this.texts),
    };
    if (origin.commune === null) this.place = origin.point;
    this.notice.unsay("near");
    this.scene.showPosition(origin.commune ? null : origin.point, origin.accuracyM);
    const box = origin.commune ? commune?.box : surroundings(origin, this.handlers.shown());
    if (box) this.scene.fit(box);
    this.handlers.changed(true);
  }

  private measureNoMore(): void {
    this.origin = null;
    this.nearness = null;
    this.scene.showPosition(null);
    this.handlers.changed(false);
  }
}
