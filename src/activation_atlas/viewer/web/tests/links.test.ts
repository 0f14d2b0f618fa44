// The ways from one page to the other: each page reads the address that the other writes.

import { expect, test } from "vitest";
import { dictionaryAddress } from "../src/atlas/dictionary";
import { parseHash as parseAtlas } from "../src/atlas/state";
import { cellAddress } from "../src/dictionaries/nearest";
import { parseHash as parseDictionaries } from "../src/dictionaries/state";

const hashOf = (address: string) => new URL(address, "file:///run/atlas/").hash;

test("an exemplar leads to its place in its image", () => {
  const address = dictionaryAddress("a & b", [0.123456, 1], "blocks/4.2");
  expect(address.split("#")[0]).toBe("../dictionaries/index.html");
  expect(parseDictionaries(hashOf(address))).toMatchObject({
    image: "a & b", layer: "blocks/4.2", spot: { x: 0.1235, y: 1, to: null },
  });
});

test("a place leads to its nearest cell, open in the middle of the view", () => {
  const address = cellAddress("blocks/4.2", "umap & co", 16, 3, 12);
  expect(address.split("#")[0]).toBe("../atlas/index.html");
  const found = parseAtlas(hashOf(address));
  expect(found).toMatchObject({
    map: "umap & co", layer: "blocks/4.2", cell: { side: 16, row: 3, col: 12 }, tint: null,
    x: 12.5 / 16, y: 3.5 / 16,
  });
  expect(2 ** found.z! / 16).toBeCloseTo(110, 0); // px of the cell
});
