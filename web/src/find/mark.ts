/** Marking in a text the words that were typed, whatever their diacritics. */

import { h } from "../dom";
import { fold } from "../text";
import { means } from "./spelling";

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A piece of a text, and whether it was typed. */
export type Piece = [text: string, isMarked: boolean];

/** Short words begin too many others: only the one still being typed may be a beginning. */
const LEAST_BEGINNING = 3;

function begins(word: string, typed: string, isLast: boolean): boolean {
  return word === typed || (word.startsWith(typed) && (isLast || typed.length >= LEAST_BEGINNING));
}

/** What was typed, as it answers a text: words that stand in it, and words that only nearly do. */
interface Typed {
  right: (folded: string) => string[];
  isMisspelt: (folded: string) => boolean;
}

function typedIn(words: string[], query: string): Typed {
  const typed = query.split(" ").filter(Boolean);
  const isBegun = (word: string, index: number, folded: string) => begins(folded, word, index === typed.length - 1);
  const wrong = typed.filter((word, index) => !words.some((folded) => isBegun(word, index, folded)));
  return {
    right: (folded) => typed.filter((word, index) => isBegun(word, index, folded)),
    isMisspelt: (folded) => wrong.some((word) => !folded.startsWith(word) && means(word, folded)),
  };
}

/** How many characters of a word its typed part takes: the beginning that was typed, or all of a misspelt one. */
function markedLength(word: string, typed: Typed): number {
  const folded = fold(word);
  const lengths = typed.right(folded).map((begun) => begun.length);
  if (lengths.length === 0) return typed.isMisspelt(folded) ? word.length : 0;
  // Letters of a composed text fold one to one; of any other the whole word is marked.
  return folded.length === word.length ? Math.max(...lengths) : word.length;
}

/**
 * The text in pieces, those that answer the words of the folded query marked.
 *
 * @param whole what the text is a part of: a word that stands elsewhere in it is not misspelt here.
 */
export function pieces(text: string, query: string, whole = text): Piece[] {
  const composed = text.normalize("NFC");
  const words = [...composed.matchAll(WORD)];
  const typed = typedIn(fold(whole).split(" "), query);
  const found: Piece[] = [];
  let end = 0;
  for (const { 0: word, index } of words) {
    const length = markedLength(word, typed);
    if (length === 0) continue;
    if (index > end) found.push([composed.slice(end, index), false]);
    found.push([composed.slice(index, index + length), true]);
    end = index + length;
  }
  if (end < composed.length) found.push([composed.slice(end), false]);
  return found;
}

/** The text as nodes, what was typed in mark elements. */
export function marked(text: string, query: string, whole = text): (Node | string)[] {
  return pieces(text, query, whole).map(([piece, isMarked]) => (isMarked ? h("mark", {}, piece) : piece));
}
