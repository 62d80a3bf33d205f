/** What was looked for lately, kept on this device and nowhere else. */

const KEY = "ocopmap.recent";
const KEPT = 6;
const MAX_TEXT = 100;

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return []; // storage that is closed, or holds something else
  }
}

function write(texts: string[]): void {
  try {
    if (texts.length > 0) localStorage.setItem(KEY, JSON.stringify(texts));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage that is closed or full: the search works without a memory.
  }
}

/** Texts looked for, the latest first. */
export function recent(): string[] {
  return read().slice(0, KEPT);
}

/** Remember a text as the latest. */
export function remember(text: string): void {
  const wanted = text.trim().slice(0, MAX_TEXT);
  if (wanted === "") return;
  write([wanted, ...read().filter((each) => each !== wanted)].slice(0, KEPT));
}

/** Forget all of them. */
export function forget(): void {
  write([]);
}
