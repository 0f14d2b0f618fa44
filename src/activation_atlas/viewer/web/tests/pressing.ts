// Keys pressed on a page that is not there.

import { vi } from "vitest";
import { listenToKeys, type Act, type Commands, type KeyRow } from "../src/shared/keyboard";

interface Press {
  key: string;
  on?: string; // the kind of element that has the focus
  shiftKey?: boolean;
  ctrlKey?: boolean;
}

/** The names of keys in events, by those in the help. */
const NAMES: Record<string, string> = {
  "←": "ArrowLeft", "↑": "ArrowUp", "→": "ArrowRight", "↓": "ArrowDown", Esc: "Escape", "−": "-",
};

/** The keys of a help that do nothing, or more than one thing. */
export function silentKeys(rows: KeyRow[], press: ReturnType<typeof keyboard>): string[] {
  const shown = rows.flatMap(([keys]) => keys);
  return shown.filter((key) => press({ key: NAMES[key] ?? key }).told.length !== 1);
}

/** Tells what commands each press leads to, and whether the browser still acts on it. */
export function keyboard(own: (told: string[]) => Record<string, Act>) {
  const told: string[] = [];
  const heard: Record<string, (event: unknown) => void> = {};
  vi.stubGlobal("addEventListener", (kind: string, act: (event: unknown) => void) => {
    heard[kind] = act;
  });
  vi.stubGlobal("document", { documentElement: { dataset: {} } });
  const commands: Commands = {
    arrow: (...way) => told.push(`arrow ${way}`),
    layer: (step) => told.push(`layer ${step}`),
    open: () => told.push("open"),
    theme: () => told.push("theme"),
    help: () => told.push("help"),
    escape: () => told.push("escape"),
  };
  listenToKeys(commands, own(told));
  return ({ key, on = "body", shiftKey = false, ctrlKey = false }: Press) => {
    told.length = 0;
    let taken = false;
    heard.keydown({
      key, shiftKey, ctrlKey, metaKey: false, altKey: false,
      preventDefault: () => (taken = true),
      target: { closest: (kinds: string) => (kinds.split(", ").includes(on) ? {} : null) },
    });
    return { told: [...told], taken };
  };
}
