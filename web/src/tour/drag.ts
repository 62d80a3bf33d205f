/** Putting a list's rows in order by dragging a handle, with a mouse, a pen or a finger. */

const EDGE_PX = 56;
const STEP_PX = 12;
/** A tap with a shaky finger is no drag. */
const SLACK_PX = 5;

/** Where a row dragged to a height would come to stand, by the middles of the other rows. */
export function targetOf(middles: readonly number[], from: number, y: number): number {
  return middles.filter((middle, index) => index !== from && middle < y).length;
}

/**
 * Of a handle's `touchmove`: a drag is no fling. Chromium takes a quick one for a fling in spite of `touch-action: none`,
 * and for a second swallows the next tap, wherever it is, as what stops it.
 */
export function withoutFling(event: Event): void {
  if (event.cancelable) event.preventDefault();
}

export interface Dragged {
  /** Move the row of an index to another. */
  move(from: number, to: number): void;
  /** Nothing is dragged any more: what was put off can be shown. */
  dropped(): void;
}

interface Drag {
  row: HTMLElement;
  from: number;
  to: number;
  startY: number;
  /** How far the list had been scrolled when the drag began. */
  startScroll: number;
  lastY: number;
  isMoving: boolean;
}

export class Draggable {
  private readonly list: HTMLElement;
  /** What scrolls the list; asked anew each time, since a phone has another than a desk. */
  private readonly scrolling: () => HTMLElement;
  private readonly handlers: Dragged;
  private drag: Drag | null = null;

  /** @param list whose children of class "stop" are the rows, each with a handle of class "stop-handle". */
  constructor(list: HTMLElement, scrolling: () => HTMLElement, handlers: Dragged) {
    this.list = list;
    this.scrolling = scrolling;
    this.handlers = handlers;
    list.addEventListener("pointerdown", (event) => this.onDown(event));
    list.addEventListener("pointermove", (event) => this.onMove(event));
    list.addEventListener("pointerup", () => this.drop());
    list.addEventListener("pointercancel", () => this.giveUp());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.drag?.isMoving) this.giveUp();
    });
  }

  get isDragging(): boolean {
    return this.drag !== null;
  }

  private get rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(".stop")];
  }

  private onDown(event: PointerEvent): void {
    const handle = (event.target as Element).closest<HTMLElement>(".stop-handle");
    const row = handle?.closest<HTMLElement>(".stop");
    if (!handle || !row || event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    const from = this.rows.indexOf(row);
    const at = { startY: event.clientY, lastY: event.clientY, startScroll: this.scrolling().scrollTop };
    this.drag = { row, from, to: from, isMoving: false, ...at };
  }

  private onMove(event: PointerEvent): void {
    const { drag } = this;
    if (!drag) return;
    drag.lastY = event.clientY;
    if (!drag.isMoving && Math.abs(event.clientY - drag.startY) > SLACK_PX) this.begin(drag);
    if (drag.isMoving) this.follow(drag);
  }

  private begin(drag: Drag): void {
    drag.isMoving = true;
    drag.row.classList.add("is-dragged");
    this.list.classList.add("has-dragged");
    this.scroll();
  }

  private follow(drag: Drag): void {
    const shift = drag.lastY - drag.startY + this.scrolling().scrollTop - drag.startScroll;
    drag.row.style.transform = `translateY(${shift}px)`;
    const { rows } = this;
    const middles = rows.map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return top + height / 2;
    });
    drag.to = targetOf(middles, drag.from, drag.lastY);
    const others = rows.filter((row) => row !== drag.row);
    for (const [index, row] of others.entries()) {
      row.classList.toggle("drop-before", index === drag.to && drag.to !== drag.from);
      const isLast = index === others.length - 1;
      row.classList.toggle("drop-after", isLast && drag.to === others.length && drag.to !== drag.from);
    }
  }

  /** Scroll while the finger rests near an edge of what scrolls. */
  private scroll(): void {
    const { drag } = this;
    if (!drag?.isMoving) return;
    const { top, bottom } = this.scrolling().getBoundingClientRect();
    const step = drag.lastY < top + EDGE_PX ? -STEP_PX : drag.lastY > bottom - EDGE_PX ? STEP_PX : 0;
    if (step !== 0) {
      this.scrolling().scrollTop += step;
      this.follow(drag);
    }
    requestAnimationFrame(() => this.scroll());
  }

  private drop(): void {
    const { drag } = this;
    this.giveUp();
    if (drag?.isMoving && drag.to !== drag.from) this.handlers.move(drag.from, drag.to);
  }

  private giveUp(): void {
    const { drag } = this;
    this.drag = null;
    if (!drag) return;
    drag.row.style.transform = "";
    this.list.classList.remove("has-dragged");
    for (const row of this.rows) row.classList.remove("is-dragged", "drop-before", "drop-after");
    this.handlers.dropped();
  }
}
