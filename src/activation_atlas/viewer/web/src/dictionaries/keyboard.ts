// Keys of the page of the dictionaries.

import { LAST_KEYS, LAYER_KEYS, type Act, type KeyRow } from "../shared/keyboard";

export interface BookCommands {
  image(step: number): void;
  view(): void;
  class(rank: number): void; // -1 for none
}

export const KEYS: KeyRow[] = [
  [["←", "↑", "↓", "→"], "Go to the next place of the current layer; with Shift, grow a region"],
  LAYER_KEYS,
  [[",", "."], "Former and next image"],
  [["1", "9"], "What speaks for the first class, to the ninth; 0 for none"],
  [["Enter"], "Open the strongest channel of the current layer"],
  [["V"], "Icons alike, sized by magnitude, or magnitude alone"],
  ...LAST_KEYS,
];

/** What keys of this page alone do. */
export function bookKeys(commands: BookCommands): Record<string, Act> {
  const digits = Array.from({ length: 10 }, (_, digit): [string, Act] =>
    [String(digit), () => commands.class(digit - 1)]);
  return {
    ",": () => commands.image(-1),
    ".": () => commands.image(1),
    v: () => commands.view(),
    ...Object.fromEntries(digits),
  };
}
