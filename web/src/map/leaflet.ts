/** Leaflet as a global: Folium's script and the vector basemap both look for `window.L`. */
import L from "leaflet";

declare global {
  interface Window {
    L: typeof L;
  }
}

window.L = L;

export default L;
