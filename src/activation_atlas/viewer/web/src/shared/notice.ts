// What can't be shown, in one calm sentence.

import { byId, h, iconButton } from "./dom";

export function notify(error: unknown): void {
  const box = byId("notice");
  const text = error instanceof Error ? error.message : String(error);
  box.replaceChildren(
    h("p", {}, text),
    iconButton("close", "Dismiss", () => (box.hidden = true)),
  );
  box.hidden = false;
}

/** Tells a screen reader what happened. */
export function say(text: string): void {
  byId("spoken").textContent = text;
}

/** Dismisses a notice; false where there is none. */
export function dismiss(): boolean {
  const box = byId("notice");
  const shown = !box.hidden;
  box.hidden = true;
  return shown;
}
