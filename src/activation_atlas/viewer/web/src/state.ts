// Where the reader is, kept in the URL's hash so that a link restores it exactly.

import type { CellKey, View } from "./types";

export interface State extends View {
  map: string;
  layer: string;
  cell: CellKey | null;
  tint: number | null; // the class by whose attribution the map is tinted
}

export function formatHash(state: State): string {
  const parts = [
    `map=${encodeURIComponent(state.map)}`,
    `layer=${encodeURIComponent(state.layer)}`,
    `x=${state.x.toFixed(5)}`,
    `y=${state.y.toFixed(5)}`,
    `z=${state.z.toFixed(3)}`,
  ];
  if (state.cell) parts.push(`cell=${state.cell.side}.${state.cell.row}.${state.cell.col}`);
  if (state.tint !== null) parts.push(`class=${state.tint}`);
  return `#${parts.join("&")}`;
}

/** What a hash says; anything unreadable is left out. A hash without a cell says "no cell". */
export function parseHash(hash: string): Partial<State> {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const state: Partial<State> = { cell: null, tint: null };
  for (const key of ["map", "layer"] as const) {
    const value = given.get(key);
    if (value) state[key] = value;
  }
  for (const key of ["x", "y", "z"] as const) {
    const value = Number.parseFloat(given.get(key) ?? "");
    if (Number.isFinite(value)) state[key] = value;
  }
  const cell = /^(\d+)\.(\d+)\.(\d+)$/.exec(given.get("cell") ?? "");
  if (cell) state.cell = { side: +cell[1], row: +cell[2], col: +cell[3] };
  const tint = given.get("class") ?? "";
  if (/^\d+$/.test(tint)) state.tint = +tint;
  return state;
}

/** A view as near to the wanted one as the map reaches; a coordinate not given stays NaN. */
export function within(view: View): View {
  const clamp = (value: number, least: number, most: number) =>
    Math.min(Math.max(value, least), most);
  return { x: clamp(view.x, -1, 2), y: clamp(view.y, -1, 2), z: clamp(view.z, 4, 20) };
}

export function sameCell(a: CellKey | null, b: CellKey | null): boolean {
  if (!a || !b) return a === b;
  return a.side === b.side && a.row === b.row && a.col === b.col;
}
