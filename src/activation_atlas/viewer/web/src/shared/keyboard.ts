// The keys that both pages know; each page adds its own.

import { ARROWS, onKeys } from "./keys";

export interface Commands {
  arrow(right: number, down: number, extend: boolean): void;
  layer(step: number): void;
  open(): void;
  theme(): void;
  help(): void;
  escape(): void;
}

export type Act = () => void;

/** Rows of the help: the keys, and what they do. */
export type KeyRow = [keys: string[], what: string];

export const LAYER_KEYS: KeyRow = [["[", "]"], "Former and next layer"];
export const LAST_KEYS: KeyRow[] = [
  [["T"], "Light and dark"],
  [["?"], "This help"],
  [["Esc"], "Close what is open"],
];

/** Lets keys act: those of both pages, and a page's `own`, letters in lower case. */
export function listenToKeys(commands: Commands, own: Record<string, Act>): void {
  const acts: Record<string, Act> = {
    "[": () => commands.layer(-1),
    "]": () => commands.layer(1),
    "?": () => commands.help(),
    t: () => commands.theme(),
    Enter: () => commands.open(),
    Escape: () => commands.escape(),
    ...own,
  };
  onKeys((key, event) => {
    const act = ARROWS[key]
      ? () => commands.arrow(...ARROWS[key], event.shiftKey)
      : acts[key.length === 1 ? key.toLowerCase() : key];
    const pressed = key === "Enter" && (event.target as HTMLElement).closest("button, summary, a");
    if (!act || pressed) return false; // Enter presses what is focused
    act();
    return true;
  });
}
