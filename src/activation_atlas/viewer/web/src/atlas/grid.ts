// One grid of cells: which cell lies where.

import { Kept } from "../shared/kept";
import { load } from "../shared/load";
import type { CellKey, GridColumns } from "./types";

export class Grid {
  private places = new Map<number, number>();

  constructor(readonly side: number, readonly columns: GridColumns) {
    columns.row.forEach((row, cell) => this.places.set(row * side + columns.col[cell], cell));
  }

  get count(): number {
    return this.columns.row.length;
  }

  /** The cell at (row, col), or -1 where the grid is empty. */
  at(row: number, col: number): number {
    if (row < 0 || col < 0 || row >= this.side || col >= this.side) return -1;
    return this.places.get(row * this.side + col) ?? -1;
  }

  /** The cell that holds a point of the map, or -1. */
  under(x: number, y: number): number {
    return this.at(Math.floor(y * this.side), Math.floor(x * this.side));
  }

  key(cell: number): CellKey {
    return { side: this.side, row: this.columns.row[cell], col: this.columns.col[cell] };
  }

  centre(cell: number): { x: number; y: number } {
    return {
      x: (this.columns.col[cell] + 0.5) / this.side,
      y: (this.columns.row[cell] + 0.5) / this.side,
    };
  }

  /** The next cell from `cell` in a direction, straight ahead before aside; -1 at the rim. */
  towards(cell: number, down: number, right: number): number {
    const { row, col } = this.columns;
    let best = -1;
    let least = Infinity;
    for (let other = 0; other < this.count; other++) {
      const dy = row[other] - row[cell];
      const dx = col[other] - col[cell];
      const ahead = dy * down + dx * right;
      const aside = Math.abs(dy * right) + Math.abs(dx * down);
      if (ahead <= 0 || aside > ahead * 2) continue;
      const cost = ahead + 2 * aside;
      if (cost < least) [least, best] = [cost, other];
    }
    return best;
  }
}

const grids = new Kept<Grid>();

/** The grid of one map (its folder from the page). */
export function loadGrid(folder: string, side: number): Promise<Grid> {
  const key = `${folder}/grid-${side}.js`;
  return grids.get(key, async () => new Grid(side, await load<GridColumns>(key)));
}
