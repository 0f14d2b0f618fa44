import { describe, expect, test } from "vitest";
import {
  firstState, formatHash, known, parseHash, sameCell, within, type State,
} from "../../src/atlas/state";
import { manifest } from "./made";

const first = firstState(manifest);

/** The state in which the page opens at an address. */
function opened(hash: string): State {
  return known({ ...first, ...parseHash(hash) }, manifest);
}

describe("an address restores what it was made of", () => {
  test.each<Partial<State>>([
    {},
    { map: "tsne", layer: "blocks.4.2" },
    { cell: { side: 8, row: 0, col: 7 } },
    { tint: 0 },
    { tint: 39, cell: { side: 4, row: 3, col: 0 }, x: -0.25, y: 1.125, z: 20 },
  ])("%j", (change) => {
    const state = { ...first, x: 0.5, y: 0.25, z: 8.75, ...change };
    expect(opened(formatHash(state))).toEqual(state);
  });

  test("names with signs of their own", () => {
    const state = { ...first, map: "a&b=c#%", layer: "ü 1", x: 0, y: 0, z: 9 };
    expect(parseHash(formatHash(state))).toEqual(state);
  });

  test("views to less than a pixel at the nearest zoom", () => {
    for (let step = 0; step < 200; step++) {
      const [x, y, z] = [(step * 0.618034) % 1, (step * 0.754878) % 1, 4 + ((step * 0.0897) % 16)];
      const found = opened(formatHash({ ...first, x, y, z }));
      expect(Math.abs(found.x - x)).toBeLessThanOrEqual(0.5e-5 + 1e-12);
      expect(Math.abs(found.y - y)).toBeLessThanOrEqual(0.5e-5 + 1e-12);
      expect(Math.abs(found.z - z)).toBeLessThanOrEqual(0.5e-3 + 1e-12);
      expect(formatHash(found)).toBe(formatHash({ ...first, x, y, z }));
    }
  });
});

describe("a broken address falls back", () => {
  test.each([
    "", "#", "#%%%", "#map=no&layer=none&x=a&class=99999", "#cell=7.0.0&z=abc", "#cell=8.1",
    "#cell=8.-1.2", "#class=-1", "#class=1.5", "#map=&layer=", "#x=Infinity", "#x=NaN",
    "#map=__proto__&layer=constructor&cell=8.x.1",
  ])("%s", (hash) => {
    expect(opened(hash)).toEqual(first);
  });

  test("to what is readable of it", () => {
    expect(opened("#layer=blocks.4.2&map=no&x=0.5&y=b&z=9&class=3"))
      .toEqual({ ...first, layer: "blocks.4.2", x: 0.5, z: 9, tint: 3 });
  });

  test.each([
    ["#x=0.5&y=0.5&z=2000", [0.5, 0.5, 20]], ["#x=1e300&y=0&z=9", [2, 0, 9]],
    ["#x=-9&y=-9&z=-2000", [-1, -1, 4]],
  ])("to near the map: %s", (hash, view) => {
    const { x, y, z } = opened(hash);
    expect([x, y, z]).toEqual(view);
  });
});

test("an address without a cell or a class closes what was open", () => {
  const open = { ...first, cell: { side: 8, row: 1, col: 1 }, tint: 3 };
  expect({ ...open, ...parseHash("#x=0.5") }).toMatchObject({ cell: null, tint: null, x: 0.5 });
});

test("what the atlas can show stays as it is", () => {
  const state = { ...first, cell: { side: 4, row: 2, col: 2 }, tint: 39, x: 0.5, y: 0.5, z: 8 };
  expect(known(state, manifest)).toEqual(state);
  expect(known({ ...state, tint: 40 }, manifest).tint).toBeNull();
  expect(known({ ...state, cell: { side: 16, row: 0, col: 0 } }, manifest).cell).toBeNull();
});

test("a view within reach is not moved", () => {
  expect(within({ x: 1.9, y: -0.9, z: 4 })).toEqual({ x: 1.9, y: -0.9, z: 4 });
});

test("cells are the same where side, row and column are", () => {
  const cell = { side: 8, row: 1, col: 2 };
  expect(sameCell(cell, { ...cell })).toBe(true);
  expect(sameCell(null, null)).toBe(true);
  for (const other of [null, { ...cell, side: 4 }, { ...cell, row: 2 }, { ...cell, col: 1 }]) {
    expect(sameCell(cell, other)).toBe(false);
    expect(sameCell(other, cell)).toBe(false);
  }
});
