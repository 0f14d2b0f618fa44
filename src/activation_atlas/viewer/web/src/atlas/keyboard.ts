// Keys of the atlas's page.

import { LAST_KEYS, LAYER_KEYS, type Act, type KeyRow } from "../shared/keyboard";

export interface MapCommands {
  zoom(factor: number): void;
  home(): void;
  search(): void;
  labels(): void;
}

export const KEYS: KeyRow[] = [
  [["+", "−"], "Zoom in, zoom out"],
  [["0"], "The whole map"],
  [["←", "↑", "↓", "→"], "Move the view; with a cell open, go to the next cell"],
  [["Enter"], "Open the cell in the middle of the view"],
  LAYER_KEYS,
  [["/"], "Find a class"],
  [["L"], "Labels on and off"],
  ...LAST_KEYS,
];

/** What keys of this page alone do. */
export function mapKeys(commands: MapCommands): Record<string, Act> {
  const nearer = () => commands.zoom(1.5);
  const farther = () => commands.zoom(1 / 1.5);
  return {
    "+": nearer, "=": nearer, "-": farther, _: farther,
    "0": () => commands.home(),
    "/": () => commands.search(),
    l: () => commands.labels(),
  };
}
