/** Undo and redo over whole tours. */

import { isSame } from "./link";
import type { Tour } from "./model";

const MOST = 100;

export class History {
  private past: Tour[] = [];
  private future: Tour[] = [];
  private now: Tour;

  constructor(first: Tour) {
    this.now = first;
  }

  get current(): Tour {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Take a change up; false when nothing is other than before. */
  commit(tour: Tour): boolean {
    if (isSame(tour, this.now)) return false;
    this.past = [...this.past, this.now].slice(-MOST);
    this.future = [];
    this.now = tour;
    return true;
  }

  /** Put in place of the current tour one that means the same, such as the order that the server found for it. */
  settle(tour: Tour): void {
    this.now = tour;
  }

  undo(): Tour {
    const before = this.past.pop();
    if (before) {
      this.future.push(this.now);
      this.now = before;
    }
    return this.now;
  }

  redo(): Tour {
    const after = this.future.pop();
    if (after) {
      this.past.push(this.now);
      this.now = after;
    }
    return this.now;
  }
}
