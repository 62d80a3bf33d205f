/** Long work in small pieces, so that a tap is answered and the page painted between them. */

/** Small enough that a phone four times as slow, and busy besides, still answers at once. */
const SLICE_MS = 5;
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

/** Resolves once what was just changed is on the screen, for what must not hold up the answer to a tap. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Work in pieces; "heavy" says that the next one takes long by itself. */
export type Steps = Generator<"heavy" | undefined, void>;

/** Work through steps at once. */
export function atOnce(steps: Steps): void {
  while (!steps.next().done);
}

/** Work through steps in slices, giving way between them; false once it `isOver` before its end. */
export async function inSteps(steps: Steps, isOver: () => boolean = () => false): Promise<boolean> {
  let end = performance.now() + SLICE_MS;
  for (const weight of steps) {
    if (weight !== "heavy" && performance.now() < end) continue;
    await pause();
    if (isOver()) return false;
    end = performance.now() + SLICE_MS;
  }
  return true;
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
