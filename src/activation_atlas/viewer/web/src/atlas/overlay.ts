// What is drawn over the picture: tint, outlines and labels of the cells.

import { oncePerFrame } from "../shared/frame";
import { paintRing, paintVeil, sharp, type Box } from "../shared/paint";
import { colour } from "../shared/theme";
import type { Grid } from "./grid";
import { placeLabels, type Label } from "./labels";
import type { Stage } from "./stage";
import type { Tint } from "./tint";
import type { CellKey } from "./types";

const FONT = '600 12.5px "Inter", -apple-system, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const VEIL = 0.9; // of a cell that says nothing of the class
const VEIL_AGAINST = 0.55; // of one that speaks against it as much as any
const ROOMY = 52; // px of a cell whose label stands at its foot
const FOOT = 12; // px from there to the cell's edge
const DIM = 0.6; // of labels that name no classes
const STEPS = 2; // label layouts a doubling of zoom

interface Frame {
  x: number; // of the map's corner
  y: number;
  width: number; // of the map
}

export class Overlay {
  grid: Grid | null = null;
  tint: Tint | null = null;
  hover: CellKey | null = null;
  selected: CellKey | null = null;
  labelled = true;
  dimmed = false; // the labels
  names: string[] = [];
  shownLabels: Label[] = [];
  private brush: CanvasRenderingContext2D;
  private layouts = new WeakMap<Grid, Map<number, Label[]>>();
  readonly redraw = oncePerFrame(() => this.draw());

  constructor(private canvas: HTMLCanvasElement, private stage: Stage) {
    this.brush = canvas.getContext("2d")!;
    stage.viewer.addHandler("update-viewport", () => this.draw());
    stage.viewer.addHandler("resize", () => this.redraw());
  }

  private draw(): void {
    const { canvas, brush, stage } = this;
    const scale = devicePixelRatio;
    const [width, height] = [stage.width, stage.height];
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    brush.clearRect(0, 0, width, height);
    const frame = { ...stage.origin(), width: stage.mapWidth() };
    if (this.grid && this.tint) this.drawTint(this.grid, this.tint, frame);
    if (this.hover) this.outline(this.hover, frame, 1.5, colour("ring-quiet"));
    if (this.selected) this.outline(this.selected, frame, 3, colour("accent"));
    this.shownLabels = [];
    if (this.grid && this.labelled) this.drawLabels(this.grid, frame);
    canvas.dataset.labels = this.shownLabels.map((label) => label.text).join("|");
  }

  private drawTint(grid: Grid, tint: Tint, frame: Frame): void {
    const { brush, stage } = this;
    const cell = frame.width / grid.side;
    const first = (corner: number) => Math.max(0, Math.floor(-corner / cell));
    const last = (corner: number, room: number) =>
      Math.min(grid.side - 1, Math.floor((room - corner) / cell));
    const veil = {
      paper: colour("paper"), against: colour("against"), most: VEIL, mostAgainst: VEIL_AGAINST,
    };
    for (let row = first(frame.y); row <= last(frame.y, stage.height); row++) {
      for (let col = first(frame.x); col <= last(frame.x, stage.width); col++) {
        const index = grid.at(row, col);
        if (index < 0) continue;
        const square = edges(row, col, cell, frame);
        this.cover(square, grid, row, col);
        paintVeil(brush, square, tint.share(grid.side, index), veil);
      }
    }
    brush.globalAlpha = 1;
  }

  /** Widens a veil over the hairline that a rounded tile leaves at the map's rim. */
  private cover(square: Box, grid: Grid, row: number, col: number): void {
    const hair = 1 / devicePixelRatio;
    if (grid.at(row, col - 1) < 0) [square[0], square[2]] = [square[0] - hair, square[2] + hair];
    if (grid.at(row - 1, col) < 0) [square[1], square[3]] = [square[1] - hair, square[3] + hair];
    if (grid.at(row, col + 1) < 0) square[2] += hair;
    if (grid.at(row + 1, col) < 0) square[3] += hair;
  }

  private outline(key: CellKey, frame: Frame, line: number, ink: string): void {
    const square = edges(key.row, key.col, frame.width / key.side, frame);
    const under = { ink: colour("ring-under"), width: line + 2.5 };
    paintRing(this.brush, square, under, { ink, width: line });
  }

  private drawLabels(grid: Grid, frame: Frame): void {
    const { brush, stage } = this;
    brush.font = FONT;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.lineJoin = "round";
    brush.lineWidth = 3.5;
    const cell = frame.width / grid.side;
    brush.globalAlpha = this.dimmed ? DIM : 1;
    const drop = cell >= ROOMY ? cell / 2 - FOOT : 0; // the middle of an icon says most
    for (const label of this.layout(grid, frame.width)) {
      const x = frame.x + label.x * frame.width;
      const y = frame.y + label.y * frame.width + drop;
      if (x < -80 || y < -20 || x > stage.width + 80 || y > stage.height + 20) continue;
      if (this.tint && this.tint.share(grid.side, label.cell) < 0.25) continue;
      brush.strokeStyle = "rgb(12 11 10 / 0.78)";
      brush.strokeText(label.text, x, y);
      brush.fillStyle = "#fff";
      brush.fillText(label.text, x, y);
      this.shownLabels.push(label);
    }
    brush.globalAlpha = 1;
  }

  /** Labels are placed once for a range of zooms, so that they stay put while one pans. */
  private layout(grid: Grid, width: number): Label[] {
    let ranges = this.layouts.get(grid);
    if (!ranges) this.layouts.set(grid, (ranges = new Map()));
    const range = Math.floor(Math.log2(width) * STEPS);
    let labels = ranges.get(range);
    if (!labels) {
      const measure = (text: string) => this.brush.measureText(text).width;
      labels = placeLabels(grid, this.names, 2 ** (range / STEPS), measure);
      ranges.set(range, labels);
    }
    return labels;
  }
}

function edges(row: number, col: number, cell: number, { x, y }: Frame): Box {
  return sharp(x + col * cell, y + row * cell, x + (col + 1) * cell, y + (row + 1) * cell);
}
