// The photo, with what lies over it.

import { byId } from "../shared/dom";
import { outline, prepare, veil, type Cover } from "./paint";
import type { Reading } from "./reading";
import type { ImageFacts, Spot } from "./types";

export interface Over {
  reading: Reading | null; // of the layer whose places are outlined
  spot: Spot | null;
  look: Spot | null; // where the reader points just now
  cover: Cover | null;
}

export class Photo {
  readonly canvas = byId<HTMLCanvasElement>("photo");
  private image: HTMLImageElement | null = null;

  show(image: HTMLImageElement, facts: ImageFacts): void {
    this.image = image;
    this.canvas.style.setProperty("--aspect", String(facts.width / facts.height));
    this.canvas.setAttribute("aria-label",
      `The photo ${facts.name}: arrow keys walk over the places of the current layer`);
  }

  draw({ reading, spot, look, cover }: Over): void {
    const { canvas, image } = this;
    const brush = prepare(canvas);
    if (!image) return;
    brush.drawImage(image, 0, 0, canvas.clientWidth, canvas.clientHeight);
    if (cover) veil(canvas, cover);
    if (!reading) return;
    const { height, width } = reading;
    if (spot) outline(canvas, reading.span(spot), height, width, true);
    if (look) outline(canvas, reading.span(look), height, width, false);
  }
}
