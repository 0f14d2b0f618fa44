// Keys of the whole page.

import { ARROWS, onKeys } from "./keys";

export interface Commands {
  zoom(factor: number): void;
  home(): void;
  arrow(right: number, down: number): void;
  layer(step: number): void;
  search(): void;
  labels(): void;
  theme(): void;
  help(): void;
  select(): void;
  escape(): void;
}

export const KEYS: [keys: string[], what: string][] = [
  [["+", "−"], "Zoom in, zoom out"],
  [["0"], "The whole map"],
  [["←", "↑", "↓", "→"], "Move the view; with a cell open, go to the next cell"],
  [["Enter"], "Open the cell in the middle of the view"],
  [["[", "]"], "Former and next layer"],
  [["/"], "Find a class"],
  [["L"], "Labels on and off"],
  [["T"], "Light and dark"],
  [["?"], "This help"],
  [["Esc"], "Close what is open"],
];

export function listenToKeys(commands: Commands): void {
  onKeys((key, event) => {
    const onButton = Boolean((event.target as HTMLElement).closest("button, summary, a"));
    if (ARROWS[key]) commands.arrow(...ARROWS[key]);
    else if (key === "+" || key === "=") commands.zoom(1.5);
    else if (key === "-" || key === "_") commands.zoom(1 / 1.5);
    else if (key === "0") commands.home();
    else if (key === "[") commands.layer(-1);
    else if (key === "]") commands.layer(1);
    else if (key === "/") commands.search();
    else if (key === "l" || key === "L") commands.labels();
    else if (key === "t" || key === "T") commands.theme();
    else if (key === "?") commands.help();
    else if (key === "Enter" && !onButton) commands.select();
    else if (key === "Escape") commands.escape();
    else return false;
    return true;
  });
}
