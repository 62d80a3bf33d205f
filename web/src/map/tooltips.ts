import type L from "leaflet";

/**
 * Name a group's markers to whoever hovers over them with a mouse or comes to them by keyboard. A finger cannot
 * hover: it opens what it touches, and must not wait until a name is written first.
 */
export function nameMarkers(map: L.Map, group: L.FeatureGroup, name: (marker: L.Marker) => HTMLElement): void {
  let isFinger = false;
  const container = map.getContainer();
  const over = ({ pointerType }: PointerEvent) => {
    isFinger = pointerType === "touch";
  };
  container.addEventListener("pointerover", over, { capture: true, passive: true });
  const show = (marker: L.Marker) => {
    // From here on the library opens and closes it.
    if (!marker.getTooltip()) marker.bindTooltip(() => name(marker), { direction: "top" }).openTooltip();
  };
  group.on("mouseover", ({ propagatedFrom }) => {
    if (!isFinger) show(propagatedFrom as L.Marker);
  });
  container.addEventListener("focusin", ({ target }) => {
    if (!(target as Element).matches(":focus-visible")) return;
    group.eachLayer((marker) => {
      if ((marker as L.Marker).getElement() === target) show(marker as L.Marker);
    });
  });
}
