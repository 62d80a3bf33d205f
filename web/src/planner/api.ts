/** What the map asks of the server: each answer kept for as long as the page stands. */

import type { AreaAnalysis } from "./types";

/** A refusal; `sentences` is what the server says of it, empty when there was no answer. */
export class Refusal extends Error {
  readonly sentences: string[];
  readonly parameters: string[];

  constructor(sentences: string[], parameters: string[] = []) {
    super(sentences.join(" "));
    this.sentences = sentences;
    this.parameters = parameters;
  }
}

export type AreaBody = { geometry: GeoJSON.Geometry } | { communes: string[] } | File;

const TIMEOUT_MS = 20_000;
const AREA_TIMEOUT_MS = 120_000;

interface Problem {
  detail?: string;
  errors?: { parameter: string; detail: string }[];
}

async function refusal(response: Response | null): Promise<Refusal> {
  const problem = (await response?.json().catch(() => null)) as Problem | null;
  const errors = problem?.errors ?? [];
  const sentences = errors.length ? errors.map(({ detail }) => detail) : [problem?.detail ?? ""].filter(Boolean);
  return new Refusal(
    sentences,
    errors.map(({ parameter }) => parameter),
  );
}

export class Api {
  private readonly root: string;
  private readonly locale: string;
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(root: string, locale: string) {
    this.root = root;
    this.locale = locale;
  }

  /** The answer of an address under the API's root. Throws Refusal. */
  get<T>(path: string): Promise<T> {
    const known = this.answers.get(path);
    if (known) return known as Promise<T>;
    const asked = this.fetchJson<T>(path);
    this.answers.set(path, asked);
    // What failed may be asked for again.
    asked.catch(() => this.answers.delete(path));
    return asked;
  }

  /** What lies inside an area. Throws Refusal. */
  async area(body: AreaBody, query: Record<string, string>): Promise<AreaAnalysis> {
    return (await this.post("/planning/area", body, query)).json() as Promise<AreaAnalysis>;
  }

  /** The records inside an area as a file. Throws Refusal. */
  async areaRecords(kind: string, body: AreaBody, query: Record<string, string>): Promise<Blob> {
    return (await this.post(`/planning/area/records.${kind}`, body, query)).blob();
  }

  private async fetchJson<T>(path: string): Promise<T> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = { Accept: "application/json", "Accept-Language": this.locale };
    const response = await fetch(path.startsWith("/") ? path : `${this.root}/${path}`, { signal, headers }).catch(() => null);
    if (!response?.ok) throw await refusal(response);
    return (await response.json()) as T;
  }

  private async post(path: string, body: AreaBody, query: Record<string, string>): Promise<Response> {
    const isFile = body instanceof File;
    const type = isFile ? "application/octet-stream" : "application/json";
    const response = await fetch(`${this.root}${path}?${new URLSearchParams(query)}`, {
      method: "POST",
      body: isFile ? body : JSON.stringify(body),
      headers: { "Content-Type": type, "Accept-Language": this.locale },
      signal: AbortSignal.timeout(AREA_TIMEOUT_MS),
    }).catch(() => null);
    if (!response?.ok) throw await refusal(response);
    return response;
  }
}
