// The way from a place of a real image to what every layer sees there.

import { load } from "../shared/load";
import type { Exemplar } from "./types";

/** The names of images that have a dictionary, by where they lie; none where the list is missing. */
export function loadDictionaries(): Promise<Record<string, string>> {
  return load<Record<string, string>>("dictionaries.js").catch(() => ({}));
}

export function dictionaryAddress(image: string, [x, y]: Exemplar["at"], layer: string): string {
  const place = `x=${x.toFixed(4)}&y=${y.toFixed(4)}`;
  const names = `image=${encodeURIComponent(image)}&layer=${encodeURIComponent(layer)}`;
  return `../dictionaries/index.html#${names}&${place}`;
}
