/** Small pieces of a card: labelled facts, sections, links to sources. */

import { type Child, h, webAddress } from "../dom";

export type Fact = [label: string, value: Child];

/** Text as the record has it: Vietnamese, whatever the language of the page. */
export function vietnamese(text: string | null | undefined): Child {
  return text ? h("span", { attrs: { lang: "vi" } }, text) : null;
}

/** A link to a web address, or the plain text when it is not one (a plan's file name). */
export function sourceLink(text: string | null | undefined): Child {
  if (!text) return null;
  const href = webAddress(text);
  if (!href) return h("span", {}, text);
  const attrs = { href, rel: "noopener noreferrer external", target: "_blank" };
  return h("a", { attrs }, new URL(href).hostname.replace(/^www\./, ""));
}

/** A list of labelled facts; those not known are left out, and the list when none is. */
export function facts(list: Fact[]): HTMLElement | null {
  const known = list.filter(([, value]) => Boolean(value));
  if (known.length === 0) return null;
  return h("dl", {}, ...known.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))));
}

/** A titled section, or nothing when it has nothing to say. */
export function section(title: string, ...children: Child[]): HTMLElement | null {
  return children.some(Boolean) ? h("section", {}, h("h3", {}, title), ...children) : null;
}
