/** What is known of a product's certificate, said honestly: certain, uncertain or not known. */

import { h } from "../dom";
import type { Texts } from "../i18n";
import type { OcopRecord, Recognition } from "../types";
import { sourceLink } from "./facts";

type Expiry = Pick<OcopRecord, "expires_earliest" | "expires_latest">;

/** When the certificate ends: a day, a span when only the year of recognition is known, or not known. */
export function expiryText(record: Expiry, texts: Texts): string {
  const { expires_earliest: from, expires_latest: to } = record;
  if (from && from === to) return texts.date(from);
  if (from && to) return texts.t("card.expiry_span", { from: texts.date(from), to: texts.date(to) });
  return texts.t("card.not_known");
}

function event(recognition: Recognition, texts: Texts): HTMLElement {
  const { event: kind, stars, decided_on: day, decision_no: decision, authority } = recognition;
  const first = [kind && texts.name("event", kind), stars && texts.name("stars", String(stars))];
  const rest = [day ? texts.date(day) : texts.t("card.date_not_known"), decision, authority];
  const line = h("span", { attrs: { lang: "vi" } }, rest.filter(Boolean).join(" · "));
  return h(
    "li",
    {},
    h("strong", {}, first.filter(Boolean).join(" · ")),
    h("br"),
    line,
    " ",
    sourceLink(recognition.source_url),
  );
}

/** The certificate's section: its state in a sentence, its dates, and the decisions behind it. */
export function validitySection(record: OcopRecord, texts: Texts): HTMLElement {
  const validity = record.validity ?? "unknown";
  const recognised = record.recognised_on ? texts.date(record.recognised_on) : texts.t("card.not_known");
  const events = (record.recognitions ?? []).map((recognition) => event(recognition, texts));
  const fact = (label: string, value: string) => h("div", {}, h("dt", {}, label), h("dd", {}, value));
  return h(
    "section",
    {},
    h("h3", {}, texts.t("card.certificate")),
    h("p", { class: `validity validity-${validity}` }, texts.name("validity", validity)),
    h(
      "dl",
      {},
      fact(texts.t("card.recognised"), recognised),
      fact(texts.t("card.expires"), expiryText(record, texts)),
    ),
    events.length > 0 && h("ul", { class: "plain events" }, ...events),
  );
}
