// A layer's grid: an icon for each place, or how strong the place is.

import { colour } from "../shared/theme";
import { box, eachPlace, outline, prepare, veil, within, type Cover } from "./paint";
import type { Reading, Span } from "./reading";
import type { Spot, View } from "./types";

export interface GridPicture {
  reading: Reading;
  icons: HTMLImageElement;
  view: View;
  spot: Spot | null;
  look: Spot | null;
  cover: Cover | null;
}

export function drawGrid(canvas: HTMLCanvasElement, picture: GridPicture): void {
  const { reading, view, spot, look, cover } = picture;
  const { height, width } = reading;
  prepare(canvas);
  // areas are compared, so a side goes with the root
  const side = (place: number) => (view === "sized" ? Math.sqrt(reading.strength(place)) : 1);
  if (view === "magnitude") drawMagnitude(canvas, reading);
  else drawIcons(canvas, picture, side);
  if (cover) veil(canvas, cover, side);
  if (spot) outline(canvas, reading.span(spot), height, width, true);
  if (look) outline(canvas, reading.span(look), height, width, false);
}

/** The icons of a span, as large as they fit, in the middle of a canvas. */
export function drawSpan(
  canvas: HTMLCanvasElement, icons: HTMLImageElement, reading: Reading, span: Span,
): void {
  const brush = prepare(canvas);
  const side = icons.naturalWidth / reading.width;
  const [cols, rows] = [span.right - span.left + 1, span.bottom - span.top + 1];
  const size = canvas.clientWidth / Math.max(cols, rows);
  brush.drawImage(
    icons, span.left * side, span.top * side, cols * side, rows * side,
    (canvas.clientWidth - cols * size) / 2, (canvas.clientHeight - rows * size) / 2,
    cols * size, rows * size);
}

function drawIcons(
  canvas: HTMLCanvasElement, { reading, icons }: GridPicture, sides: (place: number) => number,
): void {
  const brush = canvas.getContext("2d")!;
  const { height, width } = reading;
  const pixels = icons.naturalWidth / width;
  eachPlace(height, width, (span, place) => {
    const square = within(box(span, height, width, canvas), sides(place));
    brush.drawImage(icons, span.left * pixels, span.top * pixels, pixels, pixels, ...square);
  });
}

function drawMagnitude(canvas: HTMLCanvasElement, reading: Reading): void {
  const brush = canvas.getContext("2d")!;
  brush.fillStyle = colour("ink");
  eachPlace(reading.height, reading.width, (span, place) => {
    brush.globalAlpha = reading.strength(place);
    brush.fillRect(...box(span, reading.height, reading.width, canvas));
  });
  brush.globalAlpha = 1;
}
