import { expect, test } from "vitest";
import { KEYS, mapKeys } from "../../src/atlas/keyboard";
import { keyboard, silentKeys } from "../pressing";

const press = keyboard((told) => mapKeys({
  zoom: (factor) => told.push(factor > 1 ? "nearer" : "farther"),
  home: () => told.push("home"),
  search: () => told.push("search"),
  labels: () => told.push("labels"),
}));

test.each([
  ["+", "nearer"], ["=", "nearer"], ["-", "farther"], ["_", "farther"], ["0", "home"],
  ["/", "search"], ["l", "labels"], ["L", "labels"],
])("%s does this: %s", (key, what) => {
  expect(press({ key }).told).toEqual([what]);
});

test("every key that the help names does something", () => {
  expect(silentKeys(KEYS, press)).toEqual([]);
});
