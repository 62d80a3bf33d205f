/** Finding records by a few letters: an index over what the browser holds, built while nothing else is to do. */

import type { CommuneNames } from "../data/items";
import { whenIdle } from "../pause";
import { fold } from "../text";
import type { Item, Layer } from "../types";
import { allowedErrors, errorsBetween } from "./spelling";
import { type Meanings, WordIndex } from "./wordindex";

/** Something that can be found: a record, or a commune of before July 2025. */
export interface Entry {
  /** "layer/id", or "legacy_commune/code". */
  key: string;
  kind: Layer | "legacy_commune";
  name: string;
  /** Whose it is and where, to tell it from its namesakes. */
  detail: string;
  /** Further words that find it, shown nowhere. */
  words: string;
  stars: number | null;
}

export interface Found {
  /** The best of each kind, best first. */
  entries: Entry[];
  /** The words typed, folded. */
  query: string;
  /** The words found instead when those typed are nowhere; null when they are somewhere. */
  corrected: string | null;
}

/** Entries of a kind that are worth showing. */
const BEST = 8;
const NAME_WEIGHT = 4;
const DETAIL_WEIGHT = 1;
const WORDS_WEIGHT = 0.8;
/** What a name gains that begins as typed, and what it loses for being long. */
const BEGINNING = 6;
const PER_LETTER = 0.01;
/** What nobody types before a commune's name. */
const UNIT = /^(xa|phuong|thi tran) /;
const BOOSTS: Partial<Record<Entry["kind"], number>> = { commune: 1.3, legacy_commune: 0.9 };

/** The entries that a dataset's items and names give. */
export function entriesOf(items: readonly Item[], names: CommuneNames): Entry[] {
  const records = items.map(({ key, layer, properties }) => {
    const { name, stars, producer_name: producer, words = "" } = properties;
    const place = layer === "commune" ? null : properties.commune_name;
    return { key, kind: layer, name, detail: [producer, place].filter(Boolean).join(" · "), words: words ?? "", stars };
  });
  const old = [...names.legacy].map(
    ([code, name]): Entry => ({
      key: `legacy_commune/${code}`,
      kind: "legacy_commune",
      name,
      detail: "",
      words: "",
      stars: null,
    }),
  );
  return [...records, ...old];
}

export class Search {
  private index = new WordIndex();
  /** By the numbers of the index. */
  private entries: Entry[] = [];
  private names: string[] = [];
  private building = 0;

  /** Index these entries in slices; searching meanwhile finds what is there already. */
  async build(entries: Entry[]): Promise<void> {
    const turn = ++this.building;
    this.index = new WordIndex();
    this.entries = [];
    this.names = [];
    const isOver = () => turn !== this.building;
    await whenIdle(entries, (entry) => this.add(entry), isOver);
  }

  /** What the text may mean, best first: as typed, and only when that finds nothing with a letter or two wrong. */
  find(text: string): Found {
    const query = fold(text);
    if (query === "") return { entries: [], query, corrected: null };
    const words = query.split(" ");
    const begun = this.ranked(
      query,
      words.map((word) => this.index.begunBy(word)),
    );
    if (begun.length > 0) return { entries: this.entriesAt(begun), query, corrected: null };
    const meant = words.map((word) => this.nearly(word));
    const nearly = this.ranked(query, meant);
    return { entries: this.entriesAt(nearly), query, corrected: this.corrected(words, meant, nearly[0]) };
  }

  private add(entry: Entry): void {
    const name = fold(entry.name);
    const words = new Map<string, number>();
    for (const word of fold(entry.words).split(" ")) words.set(word, WORDS_WEIGHT);
    for (const word of fold(entry.detail).split(" ")) words.set(word, DETAIL_WEIGHT);
    for (const word of name.split(" ")) words.set(word, NAME_WEIGHT);
    words.delete("");
    this.index.add(words);
    this.entries.push(entry);
    this.names.push(name.replace(UNIT, ""));
  }

  /** The words that begin as typed, or differ from it by no more letters than a slip of the finger. */
  private nearly(typed: string): Meanings {
    const meanings = new Map(this.index.begunBy(typed));
    const limit = allowedErrors(typed.length);
    for (const word of limit > 0 ? this.index.vocabulary : []) {
      const errors = meanings.has(word) ? 0 : errorsBetween(typed, word, limit);
      if (errors > 0 && errors <= limit) meanings.set(word, 1 / (1 + errors));
    }
    return meanings;
  }

  /** Numbers of the best entries of each kind, best first. */
  private ranked(query: string, typed: Meanings[]): number[] {
    const scores = this.index.scores(typed);
    const best = new Map<Entry["kind"], number[]>();
    for (let number = 0; number < scores.length; number++) {
      if (scores[number] === 0) continue;
      const { kind } = this.entries[number] as Entry;
      const name = this.names[number] ?? "";
      const gain = (name.startsWith(query) ? BEGINNING : 0) - name.length * PER_LETTER;
      scores[number] = ((scores[number] ?? 0) + gain) * (BOOSTS[kind] ?? 1);
      if (!best.has(kind)) best.set(kind, []);
      place(best.get(kind) ?? [], number, scores);
    }
    return [...best.values()].flat().sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  }

  /** The words as the best entry has them. */
  private corrected(words: string[], meant: Meanings[], best: number | undefined): string | null {
    if (best === undefined) return null;
    const inBest = (meanings: Meanings | undefined) =>
      [...(meanings ?? [])].filter(([word]) => this.index.has(word, best)).sort(([, a], [, b]) => b - a)[0];
    const spelt = (typed: string, found: string | undefined) => (found?.startsWith(typed) ? typed : (found ?? typed));
    return words.map((word, index) => spelt(word, inBest(meant[index])?.[0])).join(" ");
  }

  private entriesAt(numbers: number[]): Entry[] {
    return numbers.flatMap((number) => this.entries[number] ?? []);
  }
}

/** Put a number among the best by its score, and the last one out when they are too many. */
function place(best: number[], number: number, scores: Float32Array): void {
  const score = scores[number] ?? 0;
  if (best.length === BEST && score <= (scores[best[BEST - 1] ?? 0] ?? 0)) return;
  const at = best.findIndex((rival) => (scores[rival] ?? 0) < score);
  best.splice(at < 0 ? best.length : at, 0, number);
  if (best.length > BEST) best.pop();
}
