/** Drawing an area on the map: by clicks, or by moving the map with the arrow keys and pressing Enter at its middle. */

import type L from "leaflet";
import { one } from "../dom";
import type { Texts } from "../i18n";
import type { PlannerScene } from "./scene";

export class Drawing {
  private readonly scene: PlannerScene;
  private readonly texts: Texts;
  private readonly done: (geometry: GeoJSON.Polygon) => void;
  private readonly start = one<HTMLButtonElement>("#draw-start");
  private readonly back = one("#draw-back");
  private readonly finish = one("#draw-done");
  private readonly said = one("#draw-said");
  private corners: L.LatLng[] = [];
  private isOn = false;

  constructor(scene: PlannerScene, texts: Texts, done: (geometry: GeoJSON.Polygon) => void) {
    this.scene = scene;
    this.texts = texts;
    this.done = done;
    this.start.addEventListener("click", () => this.turn(!this.isOn));
    this.back.addEventListener("click", () => this.set(this.corners.slice(0, -1)));
    this.finish.addEventListener("click", () => this.end());
    scene.map.on("click", (event) => this.isOn && this.set([...this.corners, event.latlng]));
    scene.map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
  }

  get isDrawing(): boolean {
    return this.isOn;
  }

  private turn(on: boolean): void {
    this.isOn = on;
    this.scene.map.getContainer().classList.toggle("is-drawing", on);
    this.start.textContent = this.texts.t(on ? "planmap.area_draw_stop" : "planmap.area_draw_start");
    this.set([]);
    if (on) this.scene.map.getContainer().focus();
  }

  private set(corners: L.LatLng[]): void {
    this.corners = corners;
    this.scene.showCorners(corners);
    this.back.hidden = !this.isOn || corners.length === 0;
    this.finish.hidden = !this.isOn || corners.length < 3;
    this.said.textContent = this.isOn ? this.texts.t("planmap.area_drawn", { n: corners.length }) : "";
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.isOn || event.target !== this.scene.map.getContainer()) return;
    if (event.key === "Enter") this.set([...this.corners, this.scene.map.getCenter()]);
    else if (event.key === "Backspace") this.set(this.corners.slice(0, -1));
    else if (event.key === "Escape") this.turn(false);
    else return;
    event.preventDefault();
  }

  private end(): void {
    const ring = this.corners.map(({ lng, lat }) => [lng, lat]);
    this.turn(false);
    this.done({ type: "Polygon", coordinates: [[...ring, ring[0] ?? []]] });
  }
}
