// What is painted over a photo or a grid: veils over places, outlines around them.

import { colour } from "../theme";
import type { Span } from "./reading";

const VEIL = 0.86; // of a place that has no share

/** A map over places as it lies over a picture. */
export interface Cover {
  shares: Float32Array; // [-1, 1], row by row
  height: number;
  width: number;
}

/** Gives a canvas as many pixels as it has on the screen; its brush counts CSS pixels. */
export function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const brush = canvas.getContext("2d")!;
  brush.setTransform(canvas.width / width || 1, 0, 0, canvas.height / height || 1, 0, 0);
  brush.imageSmoothingQuality = "high";
  return brush;
}

type Box = [x: number, y: number, w: number, h: number];

/** The box of a span of an evenly divided picture, on whole pixels of the screen. */
export function box(
  { top, bottom, left, right }: Span, height: number, width: number, canvas: HTMLCanvasElement,
): Box {
  const across = (col: number) => (col / width) * canvas.clientWidth;
  const down = (row: number) => (row / height) * canvas.clientHeight;
  return sharp(across(left), down(top), across(right + 1), down(bottom + 1));
}

/** A box with sides of a share of another's, in its middle. */
export function within([x, y, w, h]: Box, share: number): Box {
  const [aside, above] = [((1 - share) * w) / 2, ((1 - share) * h) / 2];
  return sharp(x + aside, y + above, x + w - aside, y + h - above);
}

function sharp(x0: number, y0: number, x1: number, y1: number): Box {
  const round = (place: number) => Math.round(place * devicePixelRatio) / devicePixelRatio;
  const [x, y] = [round(x0), round(y0)];
  return [x, y, round(x1) - x, round(y1) - y];
}

export function eachPlace(height: number, width: number, act: (span: Span, place: number) => void): void {
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      act({ top: row, bottom: row, left: col, right: col }, row * width + col);
    }
  }
}

/** Dims each place by what it lacks, and colours it where it speaks against; sides as they are. */
export function veil(
  canvas: HTMLCanvasElement, { shares, height, width }: Cover, sides: (place: number) => number = () => 1,
): void {
  const brush = canvas.getContext("2d")!;
  const [paper, against] = [colour("paper"), colour("against")];
  eachPlace(height, width, (span, place) => {
    const share = shares[place];
    const square = within(box(span, height, width, canvas), sides(place));
    brush.globalAlpha = VEIL * (1 - Math.max(0, share) ** 0.7);
    brush.fillStyle = paper;
    brush.fillRect(...square);
    if (share >= 0) return;
    brush.globalAlpha = 0.65 * (-share) ** 0.8;
    brush.fillStyle = against;
    brush.fillRect(...square);
  });
  brush.globalAlpha = 1;
}

export function outline(
  canvas: HTMLCanvasElement, span: Span, height: number, width: number, chosen: boolean,
): void {
  const brush = canvas.getContext("2d")!;
  const [x, y, w, h] = box(span, height, width, canvas);
  const line = chosen ? 2.5 : 1.5;
  const inner = [x + line / 2, y + line / 2, w - line, h - line] as const;
  brush.lineJoin = "round";
  brush.strokeStyle = colour(chosen ? "ring-quiet" : "ring-under");
  brush.lineWidth = line + 2;
  brush.strokeRect(...inner);
  brush.strokeStyle = colour(chosen ? "accent" : "ring-quiet");
  brush.lineWidth = line;
  brush.strokeRect(...inner);
}
