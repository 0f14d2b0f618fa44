// The small card beside the pointer.

import { bars } from "./bars";
import { byId, h } from "../shared/dom";
import { shortName, signed, whole } from "../shared/format";
import type { Grid } from "./grid";
import type { Tint } from "./tint";

const GAP = 18; // px from the pointer

export function showCard(
  grid: Grid, cell: number, names: string[], tint: Tint | null, x: number, y: number,
): void {
  const card = byId("card");
  const key = `${grid.side}.${cell}.${tint?.index}`;
  if (card.dataset.cell !== key) {
    card.dataset.cell = key;
    card.replaceChildren(...content(grid, cell, names, tint));
  }
  card.hidden = false;
  place(card, x, y);
}

export function hideCard(): void {
  const card = byId("card");
  card.hidden = true;
  card.dataset.cell = "";
}

function content(grid: Grid, cell: number, names: string[], tint: Tint | null): HTMLElement[] {
  const { top, value, count } = grid.columns;
  const samples = `${whole(count[cell])} ${count[cell] === 1 ? "sample" : "samples"}`;
  const parts: HTMLElement[] = [];
  if (top && value) {
    const rows = top[cell]
      .map((index, rank): [number, number | null] => [index, value[cell][rank]])
      .filter(([index]) => index >= 0);
    const peak = Math.max(...rows.map(([, size]) => Math.abs(size ?? 0)));
    parts.push(bars(rows, names, peak));
  }
  if (tint) {
    const text = `${shortName(names[tint.index])} ${signed(tint.value(grid.side, cell))}`;
    parts.push(h("p", { class: "card-tint" }, text));
  }
  parts.push(h("p", { class: "card-count" }, samples));
  return parts;
}

function place(card: HTMLElement, x: number, y: number): void {
  const room = card.parentElement!;
  const [w, high] = [card.offsetWidth, card.offsetHeight];
  const left = x + GAP + w > room.clientWidth - 8 ? x - GAP - w : x + GAP;
  const top = y + GAP + high > room.clientHeight - 8 ? y - GAP - high : y + GAP;
  card.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
}
