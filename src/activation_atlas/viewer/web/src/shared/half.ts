// Half-precision floats, which not every browser reads by itself.

import { bytesOf } from "./base64";

export interface Packed {
  half: string; // base64 of float16, lowest byte first
  scale: number; // of all
}

let values: Float32Array | null = null; // by their bits

export function unpack({ half, scale }: Packed): Float32Array {
  const table = (values ??= Float32Array.from({ length: 65536 }, (_, bits) => value(bits)));
  const bytes = bytesOf(half);
  const numbers = new Float32Array(bytes.length / 2);
  for (let at = 0; at < numbers.length; at++) {
    numbers[at] = scale * table[bytes[2 * at] | (bytes[2 * at + 1] << 8)];
  }
  return numbers;
}

function value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
