/** Long work in small pieces, so that a tap is answered and the page painted between them. */

/** Small enough that a phone four times as slow still answers at once. */
export const SLICE_MS = 8;
/** How long work that nobody waits for is put off at most. */
const PATIENCE_MS = 100;

/** Give way to whatever waits. Not every browser has a scheduler. */
export function pause(): Promise<void> {
  return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback !== "function") setTimeout(resolve);
    else requestIdleCallback(() => resolve(), { timeout: PATIENCE_MS });
  });
}

/** Do something with each of many, in slices while nothing else is to do, until all are done or it `isOver`. */
export async function whenIdle<T>(
  all: readonly T[],
  act: (each: T) => void,
  isOver: () => boolean = () => false,
): Promise<void> {
  let end = 0;
  for (const each of all) {
    if (performance.now() >= end) {
      await idle();
      if (isOver()) return;
      end = performance.now() + SLICE_MS;
    }
    act(each);
  }
}
