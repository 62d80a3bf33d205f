/** How every page with a map begins. */

import { pause } from "./pause";

/** Run Folium's script in a turn of its own: a phone shows the page around the map first. */
export function begin(compose: () => void): void {
  // For rescue.js: what was too old for the page has failed by now.
  document.documentElement.dataset.started = "";
  void pause().then(compose);
}
