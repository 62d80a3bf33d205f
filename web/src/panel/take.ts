/** The link to the files of what the map shows: its address is made when it is about to be followed. */

import { formatState, type State } from "../state";
import type { Box, Layer } from "../types";

const BOX_DECIMALS = 5;

/** The query string under which the page about the data offers what is seen. */
export function seenQuery(state: State, layers: Layer[], frame: Box): string {
  const bbox = frame.map((each) => Number(each.toFixed(BOX_DECIMALS))) as Box;
  return formatState({
    filter: { ...state.filter, bbox },
    layers: layers.length > 0 ? layers : null,
    view: null,
    open: null,
    inView: false,
    byDistance: false,
    asOf: state.asOf,
  });
}

/** Keep the link's address what is seen whenever somebody comes to it, by pointer or keyboard. */
export function offerFiles(query: () => string): void {
  const link = document.querySelector<HTMLAnchorElement>("#take");
  if (!link) return;
  const address = link.pathname;
  const renew = () => {
    link.href = address + query();
  };
  for (const event of ["pointerenter", "pointerdown", "focus", "click"]) link.addEventListener(event, renew);
}
