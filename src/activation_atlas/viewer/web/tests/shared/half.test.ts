import { expect, test } from "vitest";
import { unpack } from "../../src/shared/half";

const BITS = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

/** Base64 of bits, lowest byte first. */
function packed(bits: Uint16Array): string {
  const bytes = Array.from(bits, (each) => String.fromCharCode(each & 255, each >> 8));
  return btoa(bytes.join(""));
}

/** Exponent and fraction moved to where a float has them; the factor mends the exponent's bias. */
function asFloat(bits: number): number {
  const [moved] = new Float32Array(Uint32Array.of((bits & 0x7fff) << 13).buffer);
  const size = moved * 2 ** 112;
  const special = (bits & 0x7c00) === 0x7c00;
  const value = special ? (bits & 0x3ff ? NaN : Infinity) : size;
  return bits & 0x8000 ? -value : value;
}

test("each of the 65536 half floats has its value", () => {
  const found = unpack({ half: packed(BITS), scale: 1 });
  expect(found).toEqual(Float32Array.from(BITS, asFloat));
});

test("values that one knows", () => {
  const bits = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x7c00);
  expect(Array.from(unpack({ half: packed(bits), scale: 1 })))
    .toEqual([1, -2, 65504, 2 ** -24, 0.333251953125, Infinity]);
});

test("all are multiplied by the scale", () => {
  const bits = Uint16Array.of(0x3c00, 0xb800, 0x0000);
  expect(Array.from(unpack({ half: packed(bits), scale: 12.5 }))).toEqual([12.5, -6.25, 0]);
  expect(unpack({ half: "", scale: 3 })).toHaveLength(0);
});
