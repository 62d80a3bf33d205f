/** Where a record's own page is; the same rules as the server's table of addresses. */

import { fold } from "../text";
import type { Config, Layer } from "../types";

/** The path of a record's page; null where there are no pages, as in a map saved to one file. */
export function recordAddress(folders: Config["pages"], layer: Layer, id: string, name: string): string | null {
  if (!folders) return null;
  const words = fold(name).replaceAll(" ", "-");
  const slug = layer === "commune" ? `${id}-${words}`.replace(/-$/, "") : id.replace(`${layer}:`, "");
  return folders[layer] + encodeURIComponent(slug);
}
