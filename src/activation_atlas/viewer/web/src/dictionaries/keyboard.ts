// Keys of the page of the dictionaries.

import { ARROWS, onKeys } from "../keys";

export interface Commands {
  arrow(right: number, down: number, extend: boolean): void;
  layer(step: number): void;
  image(step: number): void;
  view(): void;
  class(rank: number): void;
  open(): void;
  theme(): void;
  help(): void;
  escape(): void;
}

export const KEYS: [keys: string[], what: string][] = [
  [["←", "↑", "↓", "→"], "Go to the next place of the current layer; with Shift, grow a region"],
  [["[", "]"], "Former and next layer"],
  [[",", "."], "Former and next image"],
  [["1", "9"], "What speaks for the first class, to the ninth; 0 for none"],
  [["Enter"], "Open the strongest channel of the current layer"],
  [["V"], "Icons alike, sized by magnitude, or magnitude alone"],
  [["T"], "Light and dark"],
  [["?"], "This help"],
  [["Esc"], "Close what is open"],
];

export function listenToKeys(commands: Commands): void {
  onKeys((key, event) => {
    const onButton = Boolean((event.target as HTMLElement).closest("button, summary, a"));
    if (ARROWS[key]) commands.arrow(...ARROWS[key], event.shiftKey);
    else if (key === "[") commands.layer(-1);
    else if (key === "]") commands.layer(1);
    else if (key === ",") commands.image(-1);
    else if (key === ".") commands.image(1);
    else if (/^[0-9]$/.test(key)) commands.class(Number(key) - 1);
    else if (key === "v" || key === "V") commands.view();
    else if (key === "t" || key === "T") commands.theme();
    else if (key === "?") commands.help();
    else if (key === "Enter" && !onButton) commands.open();
    else if (key === "Escape") commands.escape();
    else return false;
    return true;
  });
}
