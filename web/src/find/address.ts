/** Going to an address that the server's geocoder knows. */

import { boxAround } from "../data/distance";
import type { Source } from "../data/source";
import type { Texts } from "../i18n";
import type { Notice } from "../panel/notice";
import type { Box, Candidate } from "../types";

export interface AddressHandlers {
  /** Show a place known to within some metres, under a name; null takes it away. */
  show(place: { point: [number, number]; accuracyM: number; name: string; box: Box } | null): void;
}

const NOTICE = "address";
/** Around a place that is known exactly. */
const LEAST_RADIUS_M = 500;

/** Where it is and how well that is known, in a sentence. */
function describe(found: Candidate, texts: Texts): string {
  const place = texts.name("precision", found.precision);
  const address = found.current_address ?? found.commune_name ?? found.province_name;
  const n = Math.max(1, Math.round(found.uncertainty_m / 1000));
  const isFine = found.uncertainty_m < 1000;
  return texts.t(isFine ? "address.found" : "address.found_within", { address, place, n });
}

/** Look an address up, show where it is, and say how precise that is. */
export async function goToAddress(
  text: string,
  source: Source,
  notice: Notice,
  texts: Texts,
  handlers: AddressHandlers,
): Promise<void> {
  const candidates = await source.geocode(text).catch(() => null);
  if (candidates === null) return notice.say(NOTICE, texts.t("address.failed"));
  const [found] = candidates;
  if (!found) return notice.say(NOTICE, texts.t("address.none", { text }));
  const point: [number, number] = [found.latitude, found.longitude];
  const box = boxAround(point, Math.max(LEAST_RADIUS_M, found.uncertainty_m));
  handlers.show({ point, accuracyM: found.uncertainty_m, name: text, box });
  notice.say(NOTICE, describe(found, texts), { gone: () => handlers.show(null) });
}
