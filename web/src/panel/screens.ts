/** On a phone one of three screens is in front: the map, the list over it, or the filters. */

import { one } from "../dom";
import { painted } from "../pause";

export type Screen = "map" | "list" | "filters";

export class Screens {
  private readonly main = one("#main");
  private readonly shown: () => void;
  private readonly tabs = document.querySelectorAll<HTMLButtonElement>("[data-screen-tab]");

  /** @param shown what to do once another screen is in front. */
  constructor(shown: () => void) {
    this.shown = shown;
    for (const tab of this.tabs) {
      const screen = tab.dataset.screenTab as Screen;
      tab.addEventListener("click", () => this.show(screen === this.main.dataset.screen ? "map" : screen));
    }
    for (const close of document.querySelectorAll("[data-show-screen]")) {
      close.addEventListener("click", () => this.show((close as HTMLElement).dataset.showScreen as Screen));
    }
  }

  show(screen: Screen): void {
    const isAnother = [screen, this.main.dataset.screen].includes("filters");
    this.main.dataset.screen = screen;
    this.main.toggleAttribute("data-whole", false);
    // What only scrolling brings into sight is laid out after what is seen at once.
    void painted().then(() => this.main.toggleAttribute("data-whole", true));
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(tab.dataset.screenTab === screen));
    this.shown();
    // List and filters scroll in one panel: neither begins where the other was left.
    if (isAnother) requestAnimationFrame(() => one(".panel").scrollTo(0, 0));
  }

  /** Bring up the list on a phone; where it stands beside the map there is nothing to do. */
  showResults(): void {
    if (this.main.dataset.screen === "map") this.show("list");
  }

  /** Say beside the filter tab how many conditions hold. */
  showConditions(number: number): void {
    one("#filter-number").textContent = number > 0 ? String(number) : "";
  }
}
