// Where the reader is, kept in the URL's hash so that a link restores it exactly.

import { clamp } from "../shared/clamp";
import { namesIn, numberIn, readHash, wholeIn, writeHash } from "../shared/hash";
import type { CellKey, Manifest, View } from "./types";

export interface State extends View {
  map: string;
  layer: string;
  cell: CellKey | null;
  tint: number | null; // the class by whose attribution the map is tinted
}

export function firstState({ map_names, layers }: Manifest): State {
  return { map: map_names[0], layer: layers[0], x: NaN, y: NaN, z: NaN, cell: null, tint: null };
}

export function formatHash(state: State): string {
  const fields = [
    `map=${encodeURIComponent(state.map)}`,
    `layer=${encodeURIComponent(state.layer)}`,
    `x=${state.x.toFixed(5)}`,
    `y=${state.y.toFixed(5)}`,
    `z=${state.z.toFixed(3)}`,
  ];
  if (state.cell) fields.push(`cell=${state.cell.side}.${state.cell.row}.${state.cell.col}`);
  if (state.tint !== null) fields.push(`class=${state.tint}`);
  return writeHash(fields);
}

/** What a hash says; anything unreadable is left out. A hash without a cell says "no cell". */
export function parseHash(hash: string): Partial<State> {
  const given = readHash(hash);
  const state: Partial<State> = {
    cell: cellIn(given), tint: wholeIn(given, "class"), ...namesIn(given, ["map", "layer"]),
  };
  for (const key of ["x", "y", "z"] as const) {
    const value = numberIn(given, key);
    if (Number.isFinite(value)) state[key] = value;
  }
  return state;
}

/** The state that is nearest to the wanted one among those that the atlas can show. */
export function known(state: State, { layers, map_names, maps, classes }: Manifest): State {
  const layer = layers.includes(state.layer) ? state.layer : layers[0];
  const map = map_names.includes(state.map) ? state.map : map_names[0];
  const { grids } = maps[`${layer}/${map}`];
  const cell = state.cell && String(state.cell.side) in grids ? state.cell : null;
  const tint = state.tint !== null && state.tint < classes.length ? state.tint : null;
  return { ...within(state), layer, map, cell, tint };
}

/** A view as near to the wanted one as the map reaches; a coordinate not given stays NaN. */
export function within({ x, y, z }: View): View {
  return { x: clamp(x, -1, 2), y: clamp(y, -1, 2), z: clamp(z, 4, 20) };
}

export function sameCell(a: CellKey | null, b: CellKey | null): boolean {
  if (!a || !b) return a === b;
  return a.side === b.side && a.row === b.row && a.col === b.col;
}

function cellIn(given: URLSearchParams): CellKey | null {
  const cell = /^(\d+)\.(\d+)\.(\d+)$/.exec(given.get("cell") ?? "");
  return cell && { side: +cell[1], row: +cell[2], col: +cell[3] };
}
