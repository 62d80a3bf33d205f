/** What the server answers to a tour, and asking for it: late answers to what was asked before are dropped. */

import type { Layer } from "../types";
import type { Tour } from "./model";
import { asRequest } from "./request";

/** Something to know, in the reader's language; the code tells what it is about. */
export interface Told {
  code: string;
  message: string;
}

/** A place of the tour: the index of a stop as it was asked for, or its start or end. */
export type Node = number | "start" | "end";

/** A stop, the start or the end, as the records know it today. */
export interface PlanPlace {
  /** Null for a point. */
  key: string | null;
  name: string;
  layer: Layer | null;
  /** Null where it has no known place. */
  latitude: number | null;
  longitude: number | null;
  /** The path of its page. */
  href: string | null;
  address: string | null;
  commune_name: string | null;
  phone: string | null;
  /** Whether the record is no longer published. */
  missing: boolean;
}

export interface PlanStop extends PlanPlace {
  index: number;
  visit_minutes: number;
}

/** Times are "HH:MM", null where the ways have none. */
export interface PlanVisit {
  stop: number;
  arrive: string | null;
  begin: string | null;
  leave: string | null;
  wait_minutes: number;
  visit_minutes: number;
  notes: Told[];
}

export interface PlanDay {
  date: string | null;
  start: string | null;
  end: string | null;
  visits: PlanVisit[];
  /** `at`: where it is taken; null before the first stop. */
  lunch: { begin: string; end: string; at: Node | null } | null;
}

export interface PlanFerry {
  name: string | null;
  meters: number;
  seconds: number;
  /** Indices into the geometry of its leg. */
  first: number;
  last: number;
}

export interface PlanLeg {
  from: Node;
  to: Node;
  meters: number;
  /** Null for a straight line. */
  seconds: number | null;
  straight: boolean;
  /** An encoded polyline. */
  geometry: string;
  ferries: PlanFerry[];
  manoeuvres: { text: string; meters: number; at: number }[];
}

/** A record that could be a stop. */
export interface Suggestion {
  key: string;
  name: string;
  layer: Layer;
  href: string;
  latitude: number;
  longitude: number;
  meters: number;
  /** Null along straight lines. */
  seconds: number | null;
  /** The stop after which it is visited best. */
  after: number | null;
  reason: Told;
}

export interface Plan {
  /** The tour's link, its stops named by their present keys. */
  link: string;
  road: boolean;
  timing: "road" | "estimated" | "none";
  network: { extract_date: string | null; attribution: string } | null;
  stops: PlanStop[];
  start: PlanPlace | null;
  end: PlanPlace | null;
  /** What opens it in map apps, in parts of as many places as each takes. */
  apps: { app: "google" | "google_phone" | "apple" | "osm"; parts: string[] }[];
  /** The stops that are visited, in their order. */
  order: number[];
  days: PlanDay[];
  legs: PlanLeg[];
  totals: {
    meters: number;
    travel_seconds: number | null;
    ferry_meters: number;
    visit_minutes: number;
    wait_minutes: number;
    days: number;
  };
  unfit: (Told & { place: Node })[];
  alternatives: { stop: number; suggestions: Suggestion[] }[];
  compared: {
    given_meters: number;
    ordered_meters: number;
    given_seconds: number | null;
    ordered_seconds: number | null;
  } | null;
  notices: Told[];
}

/** Why there is no plan: in the server's words, or that there is no network. */
export class PlanError extends Error {
  readonly status: number;
  /** What is wrong with which parameter, as far as the server said. */
  readonly problems: { parameter: string; detail: string }[];

  constructor(status: number, detail: string, problems: PlanError["problems"] = []) {
    super(detail);
    this.status = status;
    this.problems = problems;
  }
}

const TIMEOUT_MS = 30_000;
/** Changes that come within this time of each other are asked about together. */
const PATIENCE_MS = 250;

interface Problem {
  detail?: string;
  title?: string;
  errors?: PlanError["problems"];
}

export async function fetchPlan(api: string, locale: string, tour: Tour, signal: AbortSignal): Promise<Plan> {
  const response = await fetch(`${api}/tours/plan`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": locale },
    body: JSON.stringify(asRequest(tour)),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch(() => null);
  if (!response) throw new PlanError(0, "");
  if (response.ok) return (await response.json()) as Plan;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  throw new PlanError(response.status, problem.detail ?? problem.title ?? "", problem.errors);
}

export interface PlannerHandlers {
  planned(tour: Tour, plan: Plan): void;
  failed(tour: Tour, error: PlanError): void;
}

export class Planner {
  private readonly ask: (tour: Tour, signal: AbortSignal) => Promise<Plan>;
  private readonly handlers: PlannerHandlers;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = new AbortController();

  constructor(ask: Planner["ask"], handlers: PlannerHandlers) {
    this.ask = ask;
    this.handlers = handlers;
  }

  /** Ask for a tour's plan soon; whatever was asked before is given up. */
  want(tour: Tour): void {
    this.stop();
    this.timer = setTimeout(() => void this.go(tour), PATIENCE_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.asking.abort();
  }

  private async go(tour: Tour): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const plan = await this.ask(tour, asking.signal);
      if (!asking.signal.aborted) this.handlers.planned(tour, plan);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.handlers.failed(tour, error instanceof PlanError ? error : new PlanError(0, ""));
    }
  }
}
