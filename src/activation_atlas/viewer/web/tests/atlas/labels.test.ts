import { expect, test } from "vitest";
import { Grid } from "../../src/atlas/grid";
import { placeLabels } from "../../src/atlas/labels";

const SIDE = 24;
const names = ["tench, Tinca tinca", "goldfish", "hen", "ostrich", "junco"];
const measure = (text: string) => 7 * text.length;

const places = Array.from({ length: SIDE * SIDE }, (_, place) => place);
const grid = new Grid(SIDE, {
  row: places.map((place) => Math.floor(place / SIDE)),
  col: places.map((place) => place % SIDE),
  count: places.map((place) => 1 + ((place * 7919) % 97)),
  cosine: places.map(() => null),
  top: places.map((place) => [place % 11 === 0 ? -1 : (place * 31) % 5]),
  value: places.map((place) => [place % 7 === 0 ? -0.5 : 1]),
});

/** Distances in pixels between the labels of each pair. */
function pairs(width: number) {
  const labels = placeLabels(grid, names, width, measure);
  return labels.flatMap((one, at) => labels.slice(at + 1).map((other) => ({
    one, other, across: Math.abs(one.x - other.x) * width, down: Math.abs(one.y - other.y) * width,
  })));
}

test.each([300, 700, 1500, 4000])("on a map of %i px no label lies over another", (width) => {
  for (const { one, other, across, down } of pairs(width)) {
    const room = (measure(one.text) + measure(other.text)) / 2 + 24;
    expect(across >= room - 1e-9 || down >= 32 - 1e-9).toBe(true);
  }
});

test("nothing is said twice nearby", () => {
  for (const { one, other, across, down } of pairs(1500)) {
    if (one.text === other.text) expect(Math.hypot(across, down)).toBeGreaterThanOrEqual(240);
  }
});

test("labels keep their distance when the map grows", () => {
  const labels = placeLabels(grid, names, 700, measure);
  for (const one of labels) {
    for (const other of labels) {
      if (one === other) continue;
      const room = (measure(one.text) + measure(other.text)) / 2 + 24;
      const [across, down] = [Math.abs(one.x - other.x) * 990, Math.abs(one.y - other.y) * 990];
      expect(across >= room || down >= 32).toBe(true);
    }
  }
});

test("the fullest cell that speaks for a class comes first, and more fit as the map grows", () => {
  const { count, top, value } = grid.columns;
  const spoken = places.filter((cell) => top![cell][0] >= 0 && value![cell][0]! > 0);
  const fullest = Math.max(...spoken.map((cell) => count[cell]));
  const labels = placeLabels(grid, names, 700, measure);
  expect(count[labels[0].cell]).toBe(fullest);
  expect(labels.every(({ cell }) => spoken.includes(cell))).toBe(true);
  expect(placeLabels(grid, names, 2800, measure).length).toBeGreaterThan(labels.length);
});

test("without classes there is nothing to say", () => {
  const { top: _, ...silent } = grid.columns;
  expect(placeLabels(new Grid(SIDE, silent), names, 700, measure)).toEqual([]);
});
