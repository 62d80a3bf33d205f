import { expect, test } from "vitest";
import { seenQuery } from "../src/panel/take";
import { parseState } from "../src/state";

test("files are of what is seen: the filter, the layers that are on, the map's frame", () => {
  const state = parseState("?stars=4,5&q=sen&z=12&lat=10.5&lng=105.7&id=product/x&inview=1&as_of=2024-01-01");
  expect(seenQuery(state, ["product", "zone"], [105.123456789, 10, 106, 11])).toBe(
    "?stars=4,5&q=sen&bbox=105.12346,10,106,11&as_of=2024-01-01&layer=product,zone",
  );
});
