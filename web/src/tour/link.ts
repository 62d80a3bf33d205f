/** The link of a tour: its whole state as a query string, the same as ocopmap/touring/links.py reads and writes. */

import {
  emptyTour,
  type Lunch,
  LUNCH,
  MAX_DAYS,
  MAX_STOPS,
  MAX_VISIT_MINUTES,
  MODES,
  newStop,
  type Place,
  type Stop,
  type Tour,
} from "./model";

export const VERSION = 1;

const KEY = /^(?:product|producer|zone|craft_village|tourism_point|sales_point|commune|q):[\p{L}\p{N}_.-]{1,160}$/u;
const POINT = /^@(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)(?::(.*))?$/su;
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^20\d{2}-\d{2}-\d{2}$/;
const NUMBER = /^\d{1,6}$/;
const DECIMALS = 5;
const MAX_NAME = 80;
const MAX_LUNCH_MINUTES = 240;
const SPEEDS = [3, 90] as const;
/** Colons, at signs and commas stand in a query as they are; they are what makes the link readable. */
const READABLE = /%(?:3A|40|2C)/g;

/** What a link says, and the names of the parameters that could not be understood. */
export interface Reading {
  tour: Tour;
  leftOut: string[];
  /** Whether it was written by a newer version of this page. */
  isNewer: boolean;
}

/** A name on one line, without what is not seen (and may turn the direction of writing), or a link or XML cannot carry. */
export function cleanName(text: string): string {
  const plain = text
    .replace(/[\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu, "")
    .normalize("NFC")
    .replaceAll("~", "-")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ");
  return [...plain.trim()].slice(0, MAX_NAME).join("").trim();
}

export function readPlace(text: string): Place | null {
  if (!text.startsWith("@")) return KEY.test(text) ? { key: text } : null;
  const [, latitude, longitude, name = ""] = POINT.exec(text) ?? [];
  const point: [number, number] = [Number(latitude), Number(longitude)];
  const isPossible = Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180;
  return isPossible ? { point, name: cleanName(name) } : null;
}

function numberIn(text: string, least: number, most: number): number | null {
  const value = NUMBER.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : null;
}

function readStop(text: string): Stop | null {
  const [where = "", ...notes] = text.split("~");
  const place = readPlace(where);
  const minutes = notes.filter((note) => note !== "lock").map((note) => numberIn(note, 0, MAX_VISIT_MINUTES));
  if (!place || minutes.includes(null)) return null;
  return newStop(place, minutes.at(-1) ?? null, notes.includes("lock"));
}

function readLunch(text: string): Lunch | null | undefined {
  if (text === "no") return null;
  const [start = "", minutes = String(LUNCH.minutes)] = text.split("~");
  const number = numberIn(minutes, 0, MAX_LUNCH_MINUTES);
  return CLOCK.test(start) && number !== null ? { start, minutes: number } : undefined;
}

function readDay(text: string): string | undefined {
  const moment = new Date(`${text}T00:00:00Z`);
  const isReal = DAY.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
  return isReal && text >= "2020" ? text : undefined;
}

function readHours(text: string): Pick<Tour, "dayStart" | "dayEnd"> | undefined {
  const [dayStart = "", dayEnd = ""] = text.split("-");
  return CLOCK.test(dayStart) && CLOCK.test(dayEnd) && dayStart < dayEnd ? { dayStart, dayEnd } : undefined;
}

function oneOf<T extends string>(text: string, known: readonly T[]): T | undefined {
  return known.find((each) => each === text);
}

/** What each parameter but the stops says; undefined for what cannot be. */
const READERS: Record<string, (text: string) => Partial<Tour> | undefined> = {
  start: (text) => part("start", readPlace(text) ?? undefined),
  end: (text) => part("end", text === "start" ? text : (readPlace(text) ?? undefined)),
  mode: (text) => part("mode", oneOf(text, MODES)),
  order: (text) => part("order", oneOf(text, ["given", "best"] as const)),
  ferries: (text) => (text === "yes" || text === "no" ? { ferries: text === "yes" } : undefined),
  d: (text) => part("date", readDay(text)),
  day: readHours,
  lunch: (text) => part("lunch", readLunch(text)),
  days: (text) => part("days", numberIn(text, 1, MAX_DAYS) ?? undefined),
  speed: (text) => part("speed", numberIn(text, ...SPEEDS) ?? undefined),
};

function part<K extends keyof Tour>(name: K, value: Tour[K] | undefined): Partial<Tour> | undefined {
  return value === undefined ? undefined : ({ [name]: value } as Partial<Tour>);
}

/** Read a query string; what cannot be understood is left out and named. Other parameters are not a tour's. */
export function readLink(search: string): Reading {
  const parameters = new URLSearchParams(search);
  const leftOut: string[] = [];
  const texts = parameters.getAll("s");
  const stops = texts.map(readStop).filter((stop): stop is Stop => stop !== null);
  if (stops.length < texts.length || stops.length > MAX_STOPS) leftOut.push("s");
  let tour: Tour = { ...emptyTour(), stops: stops.slice(0, MAX_STOPS) };
  for (const [name, read] of Object.entries(READERS)) {
    const text = parameters.get(name);
    const found = text === null ? {} : read(text);
    if (found) tour = { ...tour, ...found };
    else leftOut.push(name);
  }
  // "Back to the start" means nothing where no start was chosen.
  if (tour.end === "start" && !tour.start) {
    tour = { ...tour, end: null };
    if (!leftOut.includes("start")) leftOut.push("end");
  }
  const version = parameters.get("t") ?? String(VERSION);
  if (!NUMBER.test(version) || Number(version) < 1) leftOut.push("t");
  return { tour, leftOut, isNewer: Number(version) > VERSION };
}

function degrees(value: number): string {
  return String(Number(value.toFixed(DECIMALS)) + 0);
}

export function placeText(place: Place): string {
  if ("key" in place) return place.key;
  const [latitude, longitude] = place.point;
  return `@${degrees(latitude)},${degrees(longitude)}${place.name ? `:${place.name}` : ""}`;
}

function stopText({ place, visit, locked }: Stop): string {
  return `${placeText(place)}${visit === null ? "" : `~${visit}`}${locked ? "~lock" : ""}`;
}

/** The parameters of what is no place, empty where it is usual. */
function settings(tour: Tour): [string, string][] {
  const usual = emptyTour();
  const { lunch, dayStart, dayEnd } = tour;
  const isUsualLunch = lunch?.start === LUNCH.start && lunch.minutes === LUNCH.minutes;
  const isUsualDay = dayStart === usual.dayStart && dayEnd === usual.dayEnd;
  return [
    ["mode", tour.mode === usual.mode ? "" : tour.mode],
    ["order", tour.order === usual.order ? "" : tour.order],
    ["ferries", tour.ferries ? "" : "no"],
    ["d", tour.date ?? ""],
    ["day", isUsualDay ? "" : `${dayStart}-${dayEnd}`],
    ["lunch", isUsualLunch ? "" : lunch ? `${lunch.start}~${lunch.minutes}` : "no"],
    ["days", tour.days === usual.days ? "" : String(tour.days)],
    ["speed", tour.speed === null ? "" : String(tour.speed)],
  ];
}

/** Write a tour as a query string without "?"; what is usual is left out. It ends with the version, a digit. */
export function writeLink(tour: Tour): string {
  const pairs: [string, string][] = tour.stops.map((stop) => ["s", stopText(stop)]);
  if (tour.start) pairs.push(["start", placeText(tour.start)]);
  if (tour.end) pairs.push(["end", tour.end === "start" ? "start" : placeText(tour.end)]);
  pairs.push(...settings(tour).filter(([, value]) => value !== ""), ["t", String(VERSION)]);
  const encoded = (text: string) => encodeURIComponent(text).replace(READABLE, decodeURIComponent);
  return pairs.map(([name, value]) => `${name}=${encoded(value)}`).join("&");
}

/** Whether two tours are the same, as their links tell. */
export function isSame(one: Tour, other: Tour): boolean {
  return writeLink(one) === writeLink(other);
}
