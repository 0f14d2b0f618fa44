// Pointing at a picture: a passing look, a chosen point, a region dragged.

import { clamp } from "../shared/clamp";
import type { Spot } from "./types";

const DRAG = 6; // px from which a press is a drag

export interface Picks {
  look(spot: Spot | null): void;
  choose(spot: Spot): void;
}

export function listenToPointer(canvas: HTMLCanvasElement, picks: Picks): void {
  let start: PointerEvent | null = null;
  const place = (event: PointerEvent) => {
    const frame = canvas.getBoundingClientRect();
    return {
      x: clamp((event.clientX - frame.left) / frame.width),
      y: clamp((event.clientY - frame.top) / frame.height),
    };
  };
  const far = (event: PointerEvent) =>
    start && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > DRAG;
  const spot = (event: PointerEvent): Spot =>
    start && far(event) ? { ...place(start), to: place(event) } : { ...place(event), to: null };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = event;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => picks.look(spot(event)));
  canvas.addEventListener("pointerup", (event) => {
    if (!start) return;
    const chosen = spot(event);
    start = null;
    picks.look(null);
    picks.choose(chosen);
  });
  canvas.addEventListener("pointercancel", () => {
    start = null;
    picks.look(null);
  });
  canvas.addEventListener("pointerleave", () => {
    if (!start) picks.look(null);
  });
}
