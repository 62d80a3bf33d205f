import L from "leaflet";
import { beforeEach, expect, test } from "vitest";
import { Texts } from "../src/i18n";
import type { PlanLeg } from "../src/tour/plan";
import { Route } from "../src/tour/route";

const texts = new Texts({ locale: "vi", messages: {} } as never);
const LEG: PlanLeg = {
  from: 0,
  to: 1,
  meters: 100,
  seconds: 60,
  straight: false,
  geometry: "_ibE_ibE_ibE_ibE",
  ferries: [],
  manoeuvres: [],
};
let map: L.Map;

beforeEach(() => {
  document.body.innerHTML = '<div id="map"></div>';
  map = L.map("map", { center: [10, 105], zoom: 9 });
});

function credits(): string {
  return map.attributionControl.getContainer()?.innerHTML ?? "";
}

test("the map says whose the roads are as long as they are drawn, and once", () => {
  const route = new Route(map, texts);
  L.layerGroup([], { attribution: "Nền: Cục Đo đạc" }).addTo(map);
  expect(credits()).not.toContain("OpenStreetMap");
  route.draw([], [LEG, { ...LEG, from: 1, to: 2 }], "© OpenStreetMap <b>");
  expect(credits()).toContain("© OpenStreetMap &lt;b&gt;");
  expect(credits().split("OpenStreetMap")).toHaveLength(2);
  expect(credits()).toContain("Cục Đo đạc");
  route.draw([], [{ ...LEG, straight: true, seconds: null }], "");
  expect(credits()).not.toContain("OpenStreetMap");
  route.draw([], [LEG], "© OpenStreetMap");
  route.drawWaiting([]);
  expect(credits()).not.toContain("OpenStreetMap");
});
