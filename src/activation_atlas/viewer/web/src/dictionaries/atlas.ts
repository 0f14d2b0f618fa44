// The way from an activation to the cell of the atlas that is nearest to it.

import { h } from "../dom";
import type { Reading } from "./reading";

const CELL = 110; // px of the cell on the atlas's page

export function atlasLink(layer: string, { data }: Reading, place: number): HTMLElement | null {
  const cell = data.atlas?.cell[place];
  if (!data.atlas || !cell) return null;
  const { map, side, cosine } = data.atlas;
  const [row, col] = cell;
  const hash = [
    `map=${encodeURIComponent(map)}`, `layer=${encodeURIComponent(layer)}`,
    `x=${((col + 0.5) / side).toFixed(5)}`, `y=${((row + 0.5) / side).toFixed(5)}`,
    `z=${Math.log2(CELL * side).toFixed(3)}`, `cell=${side}.${row}.${col}`,
  ].join("&");
  return h("a", {
    href: `../atlas/index.html#${hash}`,
    title: `Cosine ${cosine[place]?.toFixed(2)} with the mean of cell ${row + 1}, ${col + 1} of ${side} × ${side}`,
  }, "Nearest atlas cell");
}
