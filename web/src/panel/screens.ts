/** On a phone one of three screens is in front: the map, the list over it, or the filters. */

import { one } from "../dom";

export type Screen = "map" | "list" | "filters";

export class Screens {
  private readonly main = one("#main");
  private readonly tabs = document.querySelectorAll<HTMLButtonElement>("[data-screen-tab]");

  constructor() {
    for (const tab of this.tabs) {
      const screen = tab.dataset.screenTab as Screen;
      tab.addEventListener("click", () => this.show(screen === this.main.dataset.screen ? "map" : screen));
    }
    // Typing on the map's screen brings up the list that answers.
    one("#q").addEventListener("input", () => {
      if (this.main.dataset.screen === "map") this.show("list");
    });
    for (const close of document.querySelectorAll("[data-show-screen]")) {
      close.addEventListener("click", () => this.show((close as HTMLElement).dataset.showScreen as Screen));
    }
  }

  show(screen: Screen): void {
    this.main.dataset.screen = screen;
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(tab.dataset.screenTab === screen));
  }

  /** Say beside the filter tab how many conditions hold. */
  showConditions(number: number): void {
    one("#filter-number").textContent = number > 0 ? String(number) : "";
  }
}
