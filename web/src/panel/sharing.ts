/** The dialog that hands this view on: as a link, or as a frame for another web site. */

import { one } from "../dom";
import type { Texts } from "../i18n";
import { canShare, copyAloud, share } from "./share";

export interface Sharing {
  /** The query string of the view to embed. */
  query(): string;
  /** What the embedded map will show, in a sentence. */
  summary(): string;
}

const SIZES: Record<string, [width: string, height: number]> = {
  small: ["360", 420],
  medium: ["640", 480],
  wide: ["100%", 600],
};

/** The HTML that puts the map into another page. */
export function embedCode(address: string, title: string, size: string): string {
  const [width, height] = SIZES[size] ?? ["100%", 600];
  const safe = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const attributes = `width="${width}" height="${height}" loading="lazy" allowfullscreen style="border:0"`;
  return `<iframe src="${safe(address)}" title="${safe(title)}" ${attributes}></iframe>`;
}

export class ShareDialog {
  private readonly dialog = one<HTMLDialogElement>("#share-dialog");
  private readonly code = one<HTMLTextAreaElement>("#embed-code");
  private readonly told = one("#share-told");
  private readonly texts: Texts;
  private readonly embed: string;
  private readonly sharing: Sharing;

  /** @param embed the path of the map for frames. */
  constructor(texts: Texts, embed: string, sharing: Sharing) {
    this.texts = texts;
    this.embed = embed;
    this.sharing = sharing;
    one("#share-open").addEventListener("click", () => this.open());
    one("#share-close").addEventListener("click", () => this.dialog.close());
    one("#share-copy").addEventListener("click", () => void copyAloud(location.href, this.told, texts));
    one("#embed-copy").addEventListener("click", () => this.copyCode());
    one("#embed-sizes").addEventListener("change", () => this.write());
    const sheet = one("#share-sheet");
    sheet.hidden = !canShare();
    sheet.addEventListener("click", () => void share(document.title, location.href));
  }

  private open(): void {
    this.told.textContent = "";
    one<HTMLInputElement>("#share-link").value = location.href;
    one("#embed-summary").textContent = this.sharing.summary();
    this.write();
    this.dialog.showModal();
  }

  private copyCode(): void {
    void copyAloud(this.code.value, this.told, this.texts, "embed.copied");
  }

  private write(): void {
    const size = this.dialog.querySelector<HTMLInputElement>("input[name=embed-size]:checked")?.value ?? "";
    const address = new URL(this.embed + this.sharing.query(), location.href).href;
    this.code.value = embedCode(address, document.title, size);
  }
}
