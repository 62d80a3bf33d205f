/** How far two words are from each other in letters, as a hurried finger mistypes them. */

/** Letters that may be wrong in a word of this length; short words must be right. */
export function allowedErrors(length: number): number {
  if (length < 3) return 0;
  return length < 6 ? 1 : 2;
}

/** Letters added, left out, exchanged or swapped with their neighbour between two words; `limit + 1` for more. */
export function errorsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = above;
    above = row;
  }
  return Math.min(above[b.length] ?? 0, limit + 1);
}

/** Whether a word typed means a word found: its beginning, or nearly the whole of it. */
export function means(typed: string, found: string): boolean {
  if (found.startsWith(typed)) return true;
  const limit = allowedErrors(typed.length);
  return limit > 0 && errorsBetween(typed, found, limit) <= limit;
}
