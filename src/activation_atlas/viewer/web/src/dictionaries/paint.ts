// What is painted over a photo or a grid: veils over places, outlines around them.

import { paintRing, paintVeil, sharp, type Box } from "../shared/paint";
import { colour } from "../shared/theme";
import type { Span } from "./reading";

const VEIL = 0.86; // of a place that has no share
const VEIL_AGAINST = 0.65; // of one that speaks against as much as any

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
  const look = {
    paper: colour("paper"), against: colour("against"), most: VEIL, mostAgainst: VEIL_AGAINST,
  };
  eachPlace(height, width, (span, place) => {
    const square = within(box(span, height, width, canvas), sides(place));
    paintVeil(brush, square, shares[place], look);
  });
  brush.globalAlpha = 1;
}

export function outline(
  canvas: HTMLCanvasElement, span: Span, height: number, width: number, chosen: boolean,
): void {
  const [x, y, w, h] = box(span, height, width, canvas);
  const line = chosen ? 2.5 : 1.5;
  const inner: Box = [x + line / 2, y + line / 2, w - line, h - line];
  paintRing(canvas.getContext("2d")!, inner,
    { ink: colour(chosen ? "ring-quiet" : "ring-under"), width: line + 2 },
    { ink: colour(chosen ? "accent" : "ring-quiet"), width: line });
}
