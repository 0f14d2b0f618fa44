// A small page of dictionaries and what one image is to a layer, made up.

import type { Manifest, ReadingData } from "../../src/dictionaries/types";

const image = { width: 224, height: 149, logits: [], probabilities: [] };

export const manifest = {
  layers: [
    { name: "blocks.2.2", channels: 24, columns: 5, examples: [] },
    { name: "blocks.4.2", channels: 48, columns: 7, examples: [] },
  ],
  images: [
    { ...image, name: "chelsea", classes: [10, 26, 5], groups: { "blocks.2.2": 4, "blocks.4.2": 6 } },
    { ...image, name: "coffee", classes: [26], groups: { "blocks.2.2": 4 } },
  ],
} as unknown as Manifest;

/** Base64 of half floats that hold small whole numbers and simple fractions exactly. */
export function packed(values: number[]): { half: string; scale: number } {
  const letters = values.map((value) => {
    if (value === 0) return "\0\0";
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    const fraction = (Math.abs(value) / 2 ** exponent - 1) * 1024;
    if (!Number.isInteger(fraction)) throw new Error(`${value} is no half float`);
    const bits = (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
    return String.fromCharCode(bits & 255, bits >> 8);
  });
  return { half: btoa(letters.join("")), scale: 1 };
}

export const [HEIGHT, WIDTH, CHANNELS, GROUPS] = [3, 4, 2, 2];

/** At (row, col) channel 0 is the row, channel 1 the column; groups are halves of these. */
export const activation = Array.from({ length: HEIGHT * WIDTH }, (_, place) =>
  [Math.floor(place / WIDTH), place % WIDTH]);

export const readingData: ReadingData = {
  shape: [HEIGHT, WIDTH, CHANNELS],
  activation: packed(activation.flat()),
  strongest: [1, 2],
  peak: Math.sqrt(5),
  cosine: activation.map(() => null),
  share: packed(activation.flat().map((value) => value / 2)),
  atlas: null,
};
