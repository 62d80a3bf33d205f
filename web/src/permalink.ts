/** The page's address: it carries the whole state, but never where the visitor is. */

import type { Point } from "./data/distance";
import { veiled } from "./find/surroundings";
import { formatState, type IsKnown, type Reading, readState, type State } from "./state";

export class Permalink {
  private readonly isKnown: IsKnown;
  private readonly place: () => Point | null;

  /** @param place what the visitor's device has told of where it is, if it was asked. */
  constructor(isKnown: IsKnown, place: () => Point | null) {
    this.isKnown = isKnown;
    this.place = place;
  }

  read(): Reading {
    return readState(location.search, this.isKnown);
  }

  /** The query string of a state. */
  query(state: State): string {
    return formatState({ ...state, view: state.view && veiled(state.view, this.place()) });
  }

  /** Make the address, and the links that lead to the same view, say this state. */
  write(state: State, history: "replace" | "push"): void {
    const query = this.query(state);
    try {
      window.history[`${history}State`](null, "", query || location.pathname);
    } catch {
      // A page opened from a file may not be allowed to change its address; it works without.
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-keep-query]")) link.search = query;
  }
}
