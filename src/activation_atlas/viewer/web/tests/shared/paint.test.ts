import { beforeEach, describe, expect, test, vi } from "vitest";
import { paintVeil, sharp } from "../../src/shared/paint";

describe.each([1, 1.5, 2, 3])("at %f pixels of the screen a CSS pixel", (ratio) => {
  beforeEach(() => vi.stubGlobal("devicePixelRatio", ratio));

  test("boxes lie on whole pixels, none further off than half of one", () => {
    for (let x = -3.7; x < 40; x += 0.61) {
      const [left, top, w, h] = sharp(x, 2 * x, x + 7.3, 2 * x + 4.9);
      for (const side of [left, top, w, h]) {
        expect(side * ratio).toBeCloseTo(Math.round(side * ratio), 9);
      }
      expect(Math.abs(left - x)).toBeLessThanOrEqual(0.5 / ratio + 1e-9);
      expect(Math.abs(left + w - (x + 7.3))).toBeLessThanOrEqual(0.5 / ratio + 1e-9);
    }
  });

  test("neighbours share an edge: no gap, no overlap", () => {
    const cell = 13.37;
    for (let col = 0; col < 50; col++) {
      const [x, , w] = sharp(col * cell, 0, (col + 1) * cell, cell);
      const [next] = sharp((col + 1) * cell, 0, (col + 2) * cell, cell);
      expect(x + w).toBeCloseTo(next, 9);
    }
  });
});

/** The opacities in which a veil is painted, by colour. */
function painted(share: number): Record<string, number> {
  const alphas: Record<string, number> = {};
  const brush = {
    globalAlpha: 1, fillStyle: "",
    fillRect() { alphas[this.fillStyle] = this.globalAlpha; },
  };
  paintVeil(brush as unknown as CanvasRenderingContext2D, [0, 0, 1, 1], share,
    { paper: "paper", against: "against", most: 0.9, mostAgainst: 0.5 });
  return alphas;
}

test("a veil covers what a place lacks, and is tinted where it speaks against", () => {
  expect(painted(1)).toEqual({ paper: 0 });
  expect(painted(0)).toEqual({ paper: 0.9 });
  expect(painted(-1)).toEqual({ paper: 0.9, against: 0.5 });
  let last = 1;
  for (let share = 0; share <= 1; share += 0.1) {
    const { paper } = painted(share);
    expect(paper).toBeLessThan(last);
    last = paper;
  }
});
