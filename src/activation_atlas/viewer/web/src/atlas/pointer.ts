// Pointing at the cells of the map.

import type { Stage } from "./stage";

export interface Pointing {
  cellAt(x: number, y: number): number; // of a point of the stage; -1 for none
  over(cell: number, x: number, y: number): void;
  leave(): void;
  click(cell: number): void; // -1 beside all cells
}

export function listenToPointer(
  map: HTMLElement, { viewer }: Stage, { cellAt, over, leave, click }: Pointing,
): void {
  map.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    const place = map.getBoundingClientRect();
    const [x, y] = [event.clientX - place.left, event.clientY - place.top];
    const cell = cellAt(x, y);
    if (cell < 0) leave();
    else over(cell, x, y);
  });
  map.addEventListener("pointerleave", leave);
  viewer.addHandler("canvas-drag", leave);
  viewer.addHandler("canvas-scroll", leave);
  viewer.addHandler("canvas-click", (event) => {
    if (event.quick) click(cellAt(event.position.x, event.position.y));
  });
}
