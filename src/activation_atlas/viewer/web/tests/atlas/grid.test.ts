import { describe, expect, test } from "vitest";
import { Grid } from "../../src/atlas/grid";

/** A grid of side 6 with a hole, its cells sorted by (row, col). */
const places = Array.from({ length: 36 }, (_, place) => [Math.floor(place / 6), place % 6])
  .filter(([row, col]) => (row + 2 * col) % 5 !== 0);
const grid = new Grid(6, {
  row: places.map(([row]) => row),
  col: places.map(([, col]) => col),
  count: places.map(() => 1),
  cosine: places.map(() => null),
});
const cells = places.map((_, cell) => cell);

describe("which cell lies where", () => {
  test("every cell is found at its place, by its key and at its centre", () => {
    expect(grid.count).toBe(places.length);
    for (const cell of cells) {
      const { row, col, side } = grid.key(cell);
      const { x, y } = grid.centre(cell);
      expect([row, col, side]).toEqual([...places[cell], 6]);
      expect(grid.at(row, col)).toBe(cell);
      expect(grid.under(x, y)).toBe(cell);
    }
  });

  test("holes and what lies outside have none", () => {
    const filled = new Set(places.map(([row, col]) => `${row}.${col}`));
    for (let row = -2; row < 8; row++) {
      for (let col = -2; col < 8; col++) {
        expect(grid.at(row, col) >= 0).toBe(filled.has(`${row}.${col}`));
      }
    }
    expect(grid.under(1, 0.5)).toBe(-1);
    expect(grid.under(0.5, -1e-9)).toBe(-1);
  });

  test("a cell reaches from its upper left corner to short of the next", () => {
    for (const cell of cells) {
      const { row, col } = grid.key(cell);
      expect(grid.under(col / 6 + 1e-9, row / 6 + 1e-9)).toBe(cell);
      expect(grid.under((col + 1) / 6 - 1e-9, (row + 1) / 6 - 1e-9)).toBe(cell);
    }
  });
});

describe("the next cell in a direction", () => {
  const ways = [[1, 0], [-1, 0], [0, 1], [0, -1]];

  test("is the neighbour where there is one", () => {
    for (const cell of cells) {
      for (const [down, right] of ways) {
        const { row, col } = grid.key(cell);
        const beside = grid.at(row + down, col + right);
        if (beside >= 0) expect(grid.towards(cell, down, right)).toBe(beside);
      }
    }
  });

  test("lies ahead, across a hole, too", () => {
    for (const cell of cells) {
      for (const [down, right] of ways) {
        const next = grid.towards(cell, down, right);
        if (next < 0) continue;
        const [from, to] = [grid.key(cell), grid.key(next)];
        expect((to.row - from.row) * down + (to.col - from.col) * right).toBeGreaterThan(0);
      }
    }
  });

  test("is none at the rim", () => {
    for (const cell of cells) {
      const { row, col } = grid.key(cell);
      if (row === 0) expect(grid.towards(cell, -1, 0)).toBe(-1);
      if (col === 5) expect(grid.towards(cell, 0, 1)).toBe(-1);
    }
  });
});
