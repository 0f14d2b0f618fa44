// The attribution of every cell to one class.

import { bytesOf } from "../shared/base64";
import { load } from "../shared/load";
import type { ClassTint } from "./types";

export class Tint {
  private sides = new Map<number, Int8Array>();
  private peaks = new Map<number, number>();

  constructor(readonly index: number, private data: ClassTint) {}

  /** A cell's share of the grid's largest attribution, in [-1, 1]. */
  share(side: number, cell: number): number {
    return this.bytes(side)[cell] / this.peaks.get(side)!;
  }

  value(side: number, cell: number): number {
    return (this.bytes(side)[cell] * this.data.scale) / 127;
  }

  private bytes(side: number): Int8Array {
    let bytes = this.sides.get(side);
    if (!bytes) {
      bytes = new Int8Array(bytesOf(this.data.sides[side] ?? "").buffer);
      this.sides.set(side, bytes);
      this.peaks.set(side, bytes.reduce((peak, byte) => Math.max(peak, Math.abs(byte)), 1));
    }
    return bytes;
  }
}

export async function loadTint(folder: string, index: number): Promise<Tint> {
  return new Tint(index, await load<ClassTint>(`${folder}/class/${index}.js`));
}
