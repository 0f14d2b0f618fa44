import { expect, test } from "vitest";
import { bookKeys, KEYS } from "../../src/dictionaries/keyboard";
import { keyboard, silentKeys } from "../pressing";

const press = keyboard((told) => bookKeys({
  image: (step) => told.push(`image ${step}`),
  view: () => told.push("view"),
  class: (rank) => told.push(`class ${rank}`),
}));

test.each([
  [",", "image -1"], [".", "image 1"], ["v", "view"], ["V", "view"],
  ["0", "class -1"], ["1", "class 0"], ["9", "class 8"],
])("%s does this: %s", (key, what) => {
  expect(press({ key }).told).toEqual([what]);
});

test("every key that the help names does something", () => {
  expect(silentKeys(KEYS, press)).toEqual([]);
});
