// The way from an activation to the cell of the atlas that is nearest to it.

import { h } from "../shared/dom";
import { writeHash } from "../shared/hash";
import type { ReadingData } from "./types";

const CELL = 110; // px of the cell on the atlas's page

export function atlasLink(layer: string, { atlas }: ReadingData, place: number): HTMLElement | null {
  const cell = atlas?.cell[place];
  if (!atlas || !cell) return null;
  const [row, col] = cell;
  const { map, side, cosine } = atlas;
  return h("a", {
    href: cellAddress(layer, map, side, row, col),
    title: `Cosine ${cosine[place]?.toFixed(2)} with the mean of cell ${row + 1}, ${col + 1} of ${side} × ${side}`,
  }, "Nearest atlas cell");
}

/** Where the atlas shows a cell, in the middle of the view. */
export function cellAddress(
  layer: string, map: string, side: number, row: number, col: number,
): string {
  const hash = writeHash([
    `map=${encodeURIComponent(map)}`, `layer=${encodeURIComponent(layer)}`,
    `x=${((col + 0.5) / side).toFixed(5)}`, `y=${((row + 0.5) / side).toFixed(5)}`,
    `z=${Math.log2(CELL * side).toFixed(3)}`, `cell=${side}.${row}.${col}`,
  ]);
  return `../atlas/index.html${hash}`;
}
