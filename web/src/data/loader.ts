/** Loading the layers: those switched on first, each one again when asked, and who waits for one is told. */

import { pause } from "../pause";
import type { Collection, Layer } from "../types";
import type { Source } from "./source";

export interface DeclaredLayer {
  layer: Layer;
  url: string;
  defaultOn: boolean;
}

export interface LoaderHandlers {
  loaded(layer: Layer, collection: Collection): Promise<void>;
  failed(layer: Layer, retry: () => void): void;
}

export class Loader {
  private readonly source: Source;
  private readonly declared: DeclaredLayer[];
  private readonly handlers: LoaderHandlers;
  /** Whether all records of a layer have come, by layer. */
  private readonly complete = new Map<Layer, boolean>();
  private readonly underWay = new Set<Layer>();
  private readonly tried = new Map<Layer, PromiseWithResolver>();

  constructor(source: Source, declared: DeclaredLayer[], handlers: LoaderHandlers) {
    this.source = source;
    this.declared = declared;
    this.handlers = handlers;
    for (const { layer } of declared) this.tried.set(layer, promiseWithResolver());
  }

  has(layer: Layer): boolean {
    return this.complete.has(layer);
  }

  get layers(): ReadonlySet<Layer> {
    return new Set(this.complete.keys());
  }

  /** Whether every record of a layer is here, so that one not here does not exist. */
  hasAllOf(layer: Layer): boolean {
    return this.complete.get(layer) === true;
  }

  /** Settles once a layer has come or has failed to. */
  async settled(layer: Layer): Promise<void> {
    await this.tried.get(layer)?.promise;
  }

  /** Load the first layers and tell when they came, then the rest, so that counts and search reach every layer. */
  async load(first: ReadonlySet<Layer>, came = () => {}): Promise<void> {
    const isFirst = ({ layer }: DeclaredLayer) => first.has(layer);
    await Promise.all(this.declared.filter(isFirst).map((each) => this.loadLayer(each)));
    came();
    await Promise.all(this.declared.filter((each) => !isFirst(each)).map((each) => this.loadLayer(each)));
  }

  private async loadLayer(declared: DeclaredLayer): Promise<void> {
    const { layer, url } = declared;
    if (this.has(layer) || this.underWay.has(layer)) return;
    this.underWay.add(layer);
    try {
      const collection = await this.source.features(layer, url);
      await pause();
      await this.handlers.loaded(layer, collection);
      const { numberMatched, features } = collection;
      this.complete.set(layer, features.length >= (numberMatched ?? 0));
    } catch {
      this.handlers.failed(layer, () => void this.loadLayer(declared));
    }
    this.underWay.delete(layer);
    this.tried.get(layer)?.resolve();
  }
}

interface PromiseWithResolver {
  promise: Promise<void>;
  resolve: () => void;
}

function promiseWithResolver(): PromiseWithResolver {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
