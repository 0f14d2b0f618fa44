import { expect, test } from "vitest";
import { keyboard } from "../pressing";

const press = keyboard((told) => ({ x: () => told.push("own"), "0": () => told.push("none") }));

test.each([
  ["ArrowLeft", "arrow -1,0,false"], ["ArrowUp", "arrow 0,-1,false"],
  ["ArrowRight", "arrow 1,0,false"], ["ArrowDown", "arrow 0,1,false"],
  ["[", "layer -1"], ["]", "layer 1"], ["Enter", "open"], ["t", "theme"], ["T", "theme"],
  ["?", "help"], ["Escape", "escape"], ["x", "own"], ["X", "own"], ["0", "none"],
])("%s does this alone: %s", (key, what) => {
  expect(press({ key })).toEqual({ told: [what], taken: true });
});

test("Shift extends", () => {
  expect(press({ key: "ArrowUp", shiftKey: true }).told).toEqual(["arrow 0,-1,true"]);
});

test("what the page has no use for is the browser's", () => {
  for (const key of ["q", "Tab", "F5", "escape", "ENTER", " "]) {
    expect(press({ key })).toEqual({ told: [], taken: false });
  }
  expect(press({ key: "t", ctrlKey: true })).toEqual({ told: [], taken: false });
});

test("Enter presses a focused button, and fields and dialogs keep their keys", () => {
  expect(press({ key: "Enter", on: "button" })).toEqual({ told: [], taken: false });
  expect(press({ key: "Escape", on: "button" }).told).toEqual(["escape"]);
  for (const on of ["input", "select", "dialog"]) {
    expect(press({ key: "Escape", on })).toEqual({ told: [], taken: false });
  }
});
