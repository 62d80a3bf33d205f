/** Telling what of a link could not be understood, and the way on. */

import type { Texts } from "../i18n";
import type { Notice } from "./notice";

const NOTICE = "left_out";

export class LeftOut {
  private readonly names = new Set<string>();
  private readonly notice: Notice;
  private readonly texts: Texts;
  private readonly showAll: () => void;

  constructor(notice: Notice, texts: Texts, showAll: () => void) {
    this.notice = notice;
    this.texts = texts;
    this.showAll = showAll;
  }

  /** Tell that these parameters were left out, with those told before. */
  tell(names: readonly string[]): void {
    if (names.length === 0) return;
    for (const name of names) this.names.add(name);
    const parts = [...this.names].map((name) => this.texts.name("part", name)).join(", ");
    const go = () => {
      this.names.clear();
      this.showAll();
    };
    const way = { label: this.texts.t("left_out.all"), go };
    this.notice.say(NOTICE, this.texts.t("left_out.said", { parts }), { way });
  }
}
