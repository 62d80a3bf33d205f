import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isSame, readLink, writeLink } from "../src/tour/link";
import { emptyTour, newStop, type Tour } from "../src/tour/model";
import { asRequest } from "../src/tour/request";

interface Samples {
  usual: Record<string, unknown>;
  usual_stop: Record<string, unknown>;
  links: { link: string; written: string; tour: Record<string, unknown> & { stops?: Record<string, unknown>[] } }[];
  refusals: { link: string }[];
}

const FILE = join(import.meta.dirname, "../../tests/data/tour_links.json");
const samples = JSON.parse(readFileSync(FILE, "utf8")) as Samples;

/** A request as the server completes it: what is usual is there, what says nothing is not. */
function completed(request: Record<string, unknown>): unknown {
  const place = (each: unknown) => each && { ...samples.usual_stop, ...(each as object) };
  const stops = (request["stops"] as unknown[] | undefined)?.map(place);
  const ends = ["start", "end"].map((name) => [name, place(request[name] ?? null)]);
  return { ...samples.usual, ...request, stops: stops ?? [], ...Object.fromEntries(ends) };
}

describe("links that the server reads too", () => {
  test.each(samples.links)("$link", ({ link, written, tour }) => {
    const { tour: read, leftOut, isNewer } = readLink(link);
    expect({ leftOut, isNewer }).toEqual({ leftOut: [], isNewer: false });
    expect(writeLink(read)).toBe(written);
    expect(completed(asRequest(read))).toEqual(completed(tour));
  });
});

test.each(samples.refusals)("what the server refuses is left out and told: $link", ({ link }) => {
  const { tour, leftOut, isNewer } = readLink(link);
  expect(leftOut.length > 0 || isNewer).toBe(true);
  expect(readLink(writeLink(tour))).toMatchObject({ leftOut: [], isNewer: false });
});

test("every tour comes back from its link as it was", () => {
  const tour: Tour = {
    ...emptyTour(),
    stops: [
      newStop({ key: "product:xoai-cao-lanh" }, 0, true),
      newStop({ point: [10.12345, -105.5], name: "Nem & chả: <b>Lai Vung</b> + 50%" }),
    ],
    start: { point: [0, 0], name: "" },
    end: { key: "sales_point:ben-xe" },
    mode: "coach_16",
    order: "best",
    ferries: false,
    date: "2028-02-29",
    dayStart: "00:00",
    dayEnd: "23:59",
    lunch: null,
    days: 14,
    speed: 25,
  };
  const again = readLink(`?${writeLink(tour)}`).tour;
  expect(isSame(again, tour)).toBe(true);
  expect(asRequest(again)).toMatchObject({ ...asRequest(tour), stops: [{}, { name: "Nem & chả: <b>Lai Vung</b> + 50%" }] });
});
