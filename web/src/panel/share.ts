/** Handing on a link: by the phone's share sheet where there is one, else by copying it. */

import { h } from "../dom";
import type { Texts } from "../i18n";

/** Put a text where it can be pasted from; false when the browser does not allow it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copy a text and say so; where copying is not allowed, show the text to take. */
export async function copyAloud(
  text: string,
  told: HTMLElement,
  texts: Texts,
  said = "share.copied",
): Promise<void> {
  if (await copy(text)) told.textContent = texts.t(said);
  else
    told.replaceChildren(
      h("input", { attrs: { readonly: true, value: text, "aria-label": texts.t("share.address") } }),
    );
}

/** Whether the browser offers the device's share sheet. */
export function canShare(): boolean {
  return typeof navigator.share === "function";
}

/** Open the share sheet; a visitor who closes it again has done nothing wrong. */
export async function share(title: string, url: string): Promise<boolean> {
  try {
    await navigator.share({ title, url });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

/** A button that hands on the address of this view under a title. */
export function shareButton(title: string, texts: Texts): HTMLElement {
  const told = h("p", { class: "share-told", attrs: { role: "status" } });
  const click = async () => {
    if (canShare() && (await share(title, location.href))) return;
    await copyAloud(location.href, told, texts);
  };
  const options = { class: "button", attrs: { type: "button" }, on: { click } };
  const button = h("button", options, texts.t("share.share"));
  return h("div", { class: "share" }, button, told);
}
