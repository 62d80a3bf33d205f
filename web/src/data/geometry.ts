/** Geometry against a box, exactly as the server's ST_Intersects judges it. */

import type { Box } from "../types";

type Position = GeoJSON.Position;

function contains([west, south, east, north]: Box, [x = 0, y = 0]: Position): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

/** Whether a segment meets a box: what is left of it after each of the box's sides has cut it. */
function crosses([west, south, east, north]: Box, [x = 0, y = 0]: Position, end: Position): boolean {
  const dx = (end[0] ?? 0) - x;
  const dy = (end[1] ?? 0) - y;
  let first = 0;
  let last = 1;
  for (const [step, room] of [
    [-dx, x - west],
    [dx, east - x],
    [-dy, y - south],
    [dy, north - y],
  ] as const) {
    if (step === 0 && room < 0) return false;
    if (step < 0) first = Math.max(first, room / step);
    if (step > 0) last = Math.min(last, room / step);
  }
  return first <= last;
}

function ringMeets(ring: Position[], box: Box): boolean {
  return ring.some((end, index) => {
    const start = ring[index - 1];
    return start !== undefined && crosses(box, start, end);
  });
}

/** Whether a point lies inside a ring: a ray from it meets the ring an odd number of times. */
function isInside([x = 0, y = 0]: Position, ring: Position[]): boolean {
  let inside = false;
  ring.forEach(([bx = 0, by = 0], index) => {
    const [ax = 0, ay = 0] = ring.at(index - 1) ?? [];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  });
  return inside;
}

/** A box meets a polygon when a ring crosses it, or when it lies whole in the polygon and in no hole. */
function polygonMeets(rings: Position[][], box: Box): boolean {
  if (rings.some((ring) => ringMeets(ring, box))) return true;
  const [outer = [], ...holes] = rings;
  const corner: Position = [box[0], box[1]];
  return isInside(corner, outer) && !holes.some((hole) => isInside(corner, hole));
}

/** Whether a polygon or some part of several holds a point (longitude, latitude), its holes apart. */
export function holds(geometry: GeoJSON.Geometry | null, point: Position): boolean {
  const inPolygon = ([outer = [], ...holes]: Position[][]) =>
    isInside(point, outer) && !holes.some((hole) => isInside(point, hole));
  if (geometry?.type === "Polygon") return inPolygon(geometry.coordinates);
  return geometry?.type === "MultiPolygon" && geometry.coordinates.some(inPolygon);
}

/** Whether a point or polygon has any part in common with a box, its border included. */
export function intersects(geometry: GeoJSON.Geometry, box: Box): boolean {
  if (geometry.type === "Point") return contains(box, geometry.coordinates);
  if (geometry.type === "Polygon") return polygonMeets(geometry.coordinates, box);
  if (geometry.type === "MultiPolygon") return geometry.coordinates.some((part) => polygonMeets(part, box));
  return false;
}
