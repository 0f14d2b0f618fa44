// Keys that reach the page itself, not a field or a dialog.

/** How far right and down each arrow key goes. */
export const ARROWS: Record<string, [right: number, down: number]> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** Hands over keys; those that `act` does something with do nothing else. */
export function onKeys(act: (key: string, event: KeyboardEvent) => boolean): void {
  // pictures are focused by clicks, too: their ring shows only while keys are in use
  addEventListener("pointerdown", () => delete document.documentElement.dataset.keys, true);
  addEventListener("keydown", (event) => {
    if (event.key === "Tab") document.documentElement.dataset.keys = "";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as HTMLElement).closest("input, textarea, select, dialog")) return;
    if (act(event.key, event)) event.preventDefault();
  });
}
