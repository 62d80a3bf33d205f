/** Pages that stand by themselves (a record, a commune, a list): their styles, and the little that they do. */

import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/common.css";
import "./base.css";
import "./record.css";
import "./lists.css";
import "./planning/board.css";
import "./planning/tables.css";
import "./planning/charts.css";
import "./planning/choosing.css";
import "./data.css";
import "./minimap.css";
import "./print.css";
import "../offline/kept";
import "../offline/register";
import { enhanceAdding } from "../tour/add";
import { canShare, copy, share } from "../panel/share";

/** Show the buttons that need a script, and make them work; without it nobody misses them. */
export function enhance(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => void handOn(button));
  }
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copyField(button));
  }
  for (const menu of root.querySelectorAll<HTMLDetailsElement>("details.menu")) closable(menu);
  enhanceAdding(root);
}

/** Hand on the address by the share sheet, else copy it and say so; where copying is not allowed, show it. */
async function handOn(button: HTMLButtonElement): Promise<void> {
  const address = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? location.href;
  const told = document.querySelector("[data-share-told]");
  if (canShare() && (await share(document.title, address))) return;
  const copied = await copy(address);
  if (told) told.textContent = copied ? (button.dataset["told"] ?? "") : address;
}

/** Copy the field that a button names and say so; where copying is not allowed, mark the text to be taken. */
async function copyField(button: HTMLButtonElement): Promise<void> {
  const field = document.getElementById(button.dataset["copy"] ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  const told = button.closest("details")?.querySelector("[role=status]");
  field.select();
  if ((await copy(field.value)) && told) told.textContent = button.dataset["told"] ?? "";
}

/** Escape and a click elsewhere close an open menu. */
function closable(menu: HTMLDetailsElement): void {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}

enhance(document);
