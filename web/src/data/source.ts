/** Where features and records come from: the API, or the snapshot inside the page, never both. */

import type { Candidate, Collection, Config, Layer, OcopRecord } from "../types";

/** A request that failed; `status` is 0 when there was no answer. */
export class SourceError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

const TIMEOUT_MS = 20_000;
const COLLECTIONS: Partial<Record<Layer, string>> = {
  product: "products",
  zone: "zones",
  commune: "communes",
};

/** Where the API has a record. */
export function recordUrl(api: string, layer: Layer, id: string): string {
  return `${api}/${COLLECTIONS[layer] ?? "sites"}/${encodeURIComponent(id)}`;
}

async function fetchJson<T>(url: string): Promise<T> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { signal, headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) throw new SourceError(response?.status ?? 0);
  return (await response.json()) as T;
}

export class Source {
  private readonly config: Config;
  private readonly asOf: string | null;

  /** @param asOf day (YYYY-MM-DD) as of which recognitions are judged; null for today. */
  constructor(config: Config, asOf: string | null) {
    this.config = config;
    this.asOf = asOf;
  }

  /** Every feature of a layer. Throws SourceError. */
  async features(layer: Layer, url: string): Promise<Collection> {
    if (this.config.snapshot) {
      return this.config.snapshot.features[layer] ?? { type: "FeatureCollection", features: [] };
    }
    return fetchJson(this.dated(url));
  }

  /** One record by its layer and id. Throws SourceError, with status 404 when there is no such record. */
  async record(layer: Layer, id: string): Promise<OcopRecord> {
    if (this.config.snapshot) {
      const record = this.config.snapshot.records[`${layer}/${id}`];
      if (!record) throw new SourceError(404);
      return record;
    }
    return fetchJson(this.dated(recordUrl(this.config.api, layer, id)));
  }

  /** What an address may mean, likeliest first. Throws SourceError. */
  async geocode(address: string): Promise<Candidate[]> {
    const url = `${this.config.api}/geocode?address=${encodeURIComponent(address)}`;
    return (await fetchJson<{ candidates: Candidate[] }>(url)).candidates;
  }

  private dated(url: string): string {
    if (!this.asOf) return url;
    return `${url}${url.includes("?") ? "&" : "?"}as_of=${this.asOf}`;
  }
}
