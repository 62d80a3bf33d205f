/** Leaflet as a script of its own, shared by every page with a map: Folium's script looks for `window.L`. */
import L from "leaflet";

declare global {
  interface Window {
    L: typeof L;
  }
}

window.L = L;
