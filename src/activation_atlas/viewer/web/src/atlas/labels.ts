// Which labels fit: the fullest cells first, none over another, none said twice nearby.

import { shortName } from "../shared/format";
import type { Grid } from "./grid";

export interface Label {
  cell: number;
  text: string;
  x: number; // map coordinates
  y: number;
}

const LINE = 32; // px between lines of labels
const GAP = 24; // px between labels of a line
const SAME = 240; // px between two labels of one text

/**
 * Places labels on a map `width` px wide. Whatever is placed keeps its distance at any larger
 * width, so that labels may be placed once for a range of zooms.
 */
export function placeLabels(
  grid: Grid, names: string[], width: number, measure: (text: string) => number,
): Label[] {
  const { top, value, count } = grid.columns;
  if (!top || !value) return [];
  const order = count.map((_, cell) => cell).sort((a, b) => count[b] - count[a] || a - b);
  const lines = new Map<number, { x: number; y: number; half: number }[]>();
  const said = new Map<string, { x: number; y: number }[]>();
  const placed: Label[] = [];
  for (const cell of order) {
    if ((top[cell][0] ?? -1) < 0 || (value[cell][0] ?? 0) <= 0) continue;
    const text = shortName(names[top[cell][0]] ?? "");
    const centre = grid.centre(cell);
    const [x, y] = [centre.x * width, centre.y * width];
    const twins = said.get(text) ?? [];
    if (twins.some((twin) => Math.hypot(twin.x - x, twin.y - y) < SAME)) continue;
    const half = measure(text) / 2 + GAP / 2;
    const line = Math.floor(y / LINE);
    const near = [line - 1, line, line + 1].flatMap((index) => lines.get(index) ?? []);
    const blocked = (other: { x: number; y: number; half: number }) =>
      Math.abs(other.x - x) < half + other.half && Math.abs(other.y - y) < LINE;
    if (near.some(blocked)) continue;
    lines.set(line, [...(lines.get(line) ?? []), { x, y, half }]);
    said.set(text, [...twins, { x, y }]);
    placed.push({ cell, text, ...centre });
  }
  return placed;
}
