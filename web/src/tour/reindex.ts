/** A plan whose stops are counted in the order that it found for them. */

import type { Node, Plan } from "./plan";

/** All stops of a plan in its order, those that it does not visit last. */
export function orderOf({ order, stops }: Pick<Plan, "order" | "stops">): number[] {
  return [...order, ...stops.map((_, index) => index).filter((index) => !order.includes(index))];
}

/** The plan that speaks of the stops in another order: `order` holds their present indices. */
export function reindexed(plan: Plan, order: readonly number[]): Plan {
  const to = <N extends Node | null>(node: N): N => (typeof node === "number" ? (order.indexOf(node) as N) : node);
  return {
    ...plan,
    stops: order.flatMap((index) => plan.stops[index] ?? []),
    order: plan.order.map(to),
    days: plan.days.map((day) => ({
      ...day,
      visits: day.visits.map((visit) => ({ ...visit, stop: to(visit.stop) })),
      lunch: day.lunch && { ...day.lunch, at: to(day.lunch.at) },
    })),
    legs: plan.legs.map((leg) => ({ ...leg, from: to(leg.from), to: to(leg.to) })),
    unfit: plan.unfit.map((each) => ({ ...each, place: to(each.place) })),
    alternatives: plan.alternatives.map((each) => ({ ...each, stop: to(each.stop) })),
  };
}
