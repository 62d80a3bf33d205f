/** Which texts hold which words: quick enough to be asked at every letter, over ten thousand texts on a slow phone. */

/** Where a word stands: texts by number, and how much it counts in each. */
interface Postings {
  texts: number[];
  weights: number[];
}

/** Words that something typed may mean, each with how surely (0 to 1). */
export type Meanings = ReadonlyMap<string, number>;

const EXACT = 1;
const BEGUN = 0.7;

export class WordIndex {
  private readonly postings = new Map<string, Postings>();
  private sorted: string[] | null = null;
  private size = 0;

  /** Add a text as words, each with its weight; return its number. */
  add(words: ReadonlyMap<string, number>): number {
    const number = this.size++;
    for (const [word, weight] of words) {
      let known = this.postings.get(word);
      if (!known) {
        known = { texts: [], weights: [] };
        this.postings.set(word, known);
        this.sorted = null;
      }
      known.texts.push(number);
      known.weights.push(weight);
    }
    return number;
  }

  /** Every word there is, in order. */
  get vocabulary(): readonly string[] {
    this.sorted ??= [...this.postings.keys()].sort();
    return this.sorted;
  }

  has(word: string, text: number): boolean {
    return this.postings.get(word)?.texts.includes(text) ?? false;
  }

  /** The words that begin as typed. */
  begunBy(typed: string): Meanings {
    const { vocabulary } = this;
    const meanings = new Map<string, number>();
    for (let at = firstFrom(vocabulary, typed); vocabulary[at]?.startsWith(typed); at++) {
      const word = vocabulary[at] ?? "";
      meanings.set(word, word === typed ? EXACT : BEGUN);
    }
    return meanings;
  }

  /** How well each text answers: the sum over what was typed, rare words counting more; 0 where one is missing. */
  scores(typed: readonly Meanings[]): Float32Array {
    const total = new Float32Array(this.size).fill(typed.length > 0 ? 1e-6 : 0);
    for (const meanings of typed) {
      const best = this.best(meanings);
      for (let text = 0; text < this.size; text++) {
        const score = best[text] ?? 0;
        total[text] = score > 0 && (total[text] ?? 0) > 0 ? (total[text] ?? 0) + score : 0;
      }
    }
    return total;
  }

  private best(meanings: Meanings): Float32Array {
    const best = new Float32Array(this.size);
    for (const [word, sureness] of meanings) {
      const { texts = [], weights = [] } = this.postings.get(word) ?? {};
      const worth = sureness * Math.log1p(this.size / (texts.length + 1));
      for (let at = 0; at < texts.length; at++) {
        const text = texts[at] ?? 0;
        best[text] = Math.max(best[text] ?? 0, worth * (weights[at] ?? 0));
      }
    }
    return best;
  }
}

/** The place of the first word not before `start`. */
function firstFrom(words: readonly string[], start: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? "") < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
