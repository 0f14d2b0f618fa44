import { expect, test } from "vitest";
import { Tint } from "../../src/atlas/tint";

function tinted(values: number[], scale = 2.54): Tint {
  const bytes = new Uint8Array(Int8Array.from(values).buffer);
  return new Tint(5, { scale, sides: { 4: btoa(String.fromCharCode(...bytes)) } });
}

test("signed bytes become values, 127 of them the scale", () => {
  const tint = tinted([127, -127, -128, 0, 1]);
  const values = [0, 1, 2, 3, 4].map((cell) => tint.value(4, cell));
  [2.54, -2.54, -2.56, 0, 0.02].forEach((value, cell) => expect(values[cell]).toBeCloseTo(value, 12));
});

test("shares are of the largest, for or against", () => {
  const tint = tinted([50, -100, 0]);
  expect([0, 1, 2].map((cell) => tint.share(4, cell))).toEqual([0.5, -1, 0]);
});

test("a grid of zeros has none to share", () => {
  expect(tinted([0, 0]).share(4, 1)).toBe(0);
});
