/** Handing on a link to what is on the screen. */

import { h } from "../dom";
import type { Texts } from "../i18n";

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A button that copies the address of this view; where copying is not allowed it shows the address to take. */
export function shareButton(texts: Texts): HTMLElement {
  const told = h("p", { class: "share-told", attrs: { role: "status" } });
  const click = async () => {
    const { href } = location;
    if (await copy(href)) told.textContent = texts.t("share.copied");
    else
      told.replaceChildren(
        h("input", { attrs: { readonly: true, value: href, "aria-label": texts.t("share.address") } }),
      );
  };
  const button = h(
    "button",
    { class: "button", attrs: { type: "button" }, on: { click } },
    texts.t("share.copy"),
  );
  return h("div", { class: "share" }, button, told);
}
