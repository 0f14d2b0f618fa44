import { expect, test } from "vitest";
import { findClasses } from "../../src/atlas/find";

const names = ["tiger cat", "catamaran", "Persian cat", "concatenated", "dog", "Cat"];
const all = names.map((_, index) => index);
const found = (text: string, offered = all) =>
  findClasses(text, names, offered).map((index) => names[index]);

test("names that start so come first, then words, then any part; each in order of the alphabet", () => {
  expect(found("cat")).toEqual(["Cat", "catamaran", "Persian cat", "tiger cat", "concatenated"]);
  expect(found("  CAT ")).toEqual(found("cat"));
});

test("only what is offered is found, and nothing where nothing fits", () => {
  expect(found("cat", [0, 4])).toEqual(["tiger cat"]);
  expect(found("zebra")).toEqual([]);
});

test("of many, nine are shown; with no letters, too", () => {
  const many = Array.from({ length: 30 }, (_, index) => `class ${String(index).padStart(2, "0")}`);
  const shown = findClasses("", many, many.map((_, index) => index).reverse());
  expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
