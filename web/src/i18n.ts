/** Texts in the reader's language, from the one catalogue that the server hands over. */

import type { Config } from "./types";

/** Numbers and dates as the server writes them: in English "29 Nov 2023", never "Nov 29, 2023". */
const FORMATS = { vi: "vi-VN", en: "en-GB" } as const;

/** What stands between thousands. */
const GROUPING = { vi: ".", en: "," } as const;
const THOUSANDS = /\B(?=(\d{3})+$)/g;

export type Values = Record<string, string | number>;

declare global {
  /** Set by the script of messages that the server makes for each language. */
  var ocopmapMessages: Record<string, string> | undefined;
}

export class Texts {
  readonly locale: Config["locale"];
  private readonly messages: Record<string, string>;
  private plural: Intl.PluralRules | undefined;
  private numbers: Intl.NumberFormat | undefined;

  constructor(config: Pick<Config, "locale" | "messages">) {
    this.locale = config.locale;
    this.messages = config.messages ?? globalThis.ocopmapMessages ?? {};
  }

  /** The text of a key, {names} replaced by values; a key without text stands for itself. */
  t(key: string, values: Values = {}): string {
    const text = this.messages[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === "number" ? this.number(value) : (value ?? whole);
    });
  }

  /** The text for a number of things: "key.one" or "key.other", with {n}. */
  count(key: string, n: number): string {
    this.plural ??= new Intl.PluralRules(this.locale);
    return this.t(`${key}.${this.plural.select(n) === "one" ? "one" : "other"}`, { n });
  }

  /** The name of a code under a heading ("validity", "expired"); an unknown code stands for itself. */
  name(heading: string, code: string): string {
    return this.messages[`${heading}.${code}`] ?? code;
  }

  number(value: number): string {
    // Every count is whole, and a phone takes long to make what writes the others.
    if (Number.isInteger(value)) return String(value).replace(THOUSANDS, GROUPING[this.locale]);
    this.numbers ??= new Intl.NumberFormat(FORMATS[this.locale], { maximumFractionDigits: 1 });
    return this.numbers.format(value);
  }

  /** A date that may be a day (2023-12-29), a month (2023-12) or a year (2023). */
  date(text: string): string {
    const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
    if (!parts) return text;
    const [, year, month, day] = parts;
    if (!month) return year ?? text;
    const moment = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
    const style: Intl.DateTimeFormatOptions = day
      ? { day: "numeric", month: this.locale === "vi" ? "numeric" : "short", year: "numeric" }
      : { month: this.locale === "vi" ? "numeric" : "short", year: "numeric" };
    return new Intl.DateTimeFormat(FORMATS[this.locale], { ...style, timeZone: "UTC" }).format(moment);
  }
}
