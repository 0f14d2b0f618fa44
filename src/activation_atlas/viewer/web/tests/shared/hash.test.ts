import { expect, test } from "vitest";
import { namesIn, numberIn, readHash, wholeIn, writeHash } from "../../src/shared/hash";

test("fields come back from the hash they were written to", () => {
  const odd = "a&b=c #%ü";
  const given = readHash(writeHash([`layer=${encodeURIComponent(odd)}`, "x=0.5", "class=7"]));
  expect(namesIn(given, ["layer", "map"])).toEqual({ layer: odd });
  expect(numberIn(given, "x")).toBe(0.5);
  expect(wholeIn(given, "class")).toBe(7);
});

test("with or without its sign, and broken, a hash is read", () => {
  expect(readHash("#x=1").get("x")).toBe(readHash("x=1").get("x"));
  for (const hash of ["", "#", "#%%%", "#=&&=", "#x"]) {
    expect(numberIn(readHash(hash), "x")).toBeNaN();
    expect(wholeIn(readHash(hash), "x")).toBeNull();
    expect(namesIn(readHash(hash), ["x"])).toEqual({});
  }
});

test.each(["-1", "1.5", "1e3", "0x10", " 1", "one", "", "∞"])("%j is no whole number", (text) => {
  expect(wholeIn(new URLSearchParams({ class: text }), "class")).toBeNull();
});
