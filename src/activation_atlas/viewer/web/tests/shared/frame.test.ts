import { expect, test, vi } from "vitest";
import { oncePerFrame } from "../../src/shared/frame";

test("however often it is asked, it draws once a frame", () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => frames.push(act));
  const draw = vi.fn();
  const redraw = oncePerFrame(draw);
  for (let call = 0; call < 5; call++) redraw();
  expect(draw).not.toHaveBeenCalled();
  frames.splice(0).forEach((act) => act());
  expect(draw).toHaveBeenCalledTimes(1);
  redraw();
  frames.splice(0).forEach((act) => act());
  expect(draw).toHaveBeenCalledTimes(2);
});
