/** Text folding: search that ignores case, diacritics and the two ways of writing Vietnamese tone marks. */

/** Lower-case letters without diacritics, runs of anything else made one space: "Hoà  Khánh" gives "hoa khanh". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether every word of the folded query begins or continues somewhere in the folded text. */
export function containsWords(haystack: string, query: string): boolean {
  return query.split(" ").every((word) => haystack.includes(word));
}
