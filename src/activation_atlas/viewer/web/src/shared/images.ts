// Pictures cut out of sheets, drawn on canvases so that no neighbour bleeds in.

import { h } from "./dom";
import { Kept } from "./kept";
import { address } from "./load";

const sheets = new Kept<HTMLImageElement>(64);

/** Loads a sheet of pictures. Fails with one sentence. */
export function sheet(path: string): Promise<HTMLImageElement> {
  return sheets.get(path, () => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error(`The picture ${path} is missing from the page's folder.`));
    image.src = address(path);
  }));
}

/** An empty canvas for a picture that `label` describes. */
export function picture(kind: string, label: string): HTMLCanvasElement {
  return h("canvas", { class: kind, role: "img", "aria-label": label, width: 1, height: 1 });
}

/** Draws the picture at (row, col) of a sheet of rows x cols pictures over a whole canvas. */
export function cut(
  canvas: HTMLCanvasElement, image: HTMLImageElement, row: number, col: number, cols: number,
): void {
  const side = image.naturalWidth / cols;
  const shown = canvas.clientWidth || side;
  const pixels = Math.round(Math.max(side, shown * devicePixelRatio));
  canvas.width = canvas.height = pixels;
  const brush = canvas.getContext("2d")!;
  brush.imageSmoothingQuality = "high";
  brush.drawImage(image, col * side, row * side, side, side, 0, 0, pixels, pixels);
}
