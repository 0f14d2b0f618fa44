import { expect, test } from "vitest";
import { clamp } from "../../src/shared/clamp";

test.each([
  [-3, 0], [0, 0], [0.25, 0.25], [1, 1], [9, 1], [-Infinity, 0], [Infinity, 1],
])("of %f, %f lies in [0, 1]", (value, nearest) => {
  expect(clamp(value)).toBe(nearest);
});

test("other bounds, and what is no number", () => {
  expect(clamp(30, 4, 20)).toBe(20);
  expect(clamp(-1.5, -1, 2)).toBe(-1);
  expect(clamp(NaN)).toBeNaN();
});
