/** How every page with a map begins. */

import { pause } from "./pause";

/** Run Folium's script in a turn of its own: a phone shows the page around the map first. */
export async function begin(compose: () => void): Promise<void> {
  await pause();
  compose();
  // For rescue.js: what was too old for the page, or did not come whole, has failed by now.
  document.documentElement.dataset.started = "";
}
