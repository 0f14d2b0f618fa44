// What both pages paint over places of a picture: veils, and rings around what is chosen.

export type Box = [x: number, y: number, w: number, h: number];

/** The box between two corners, on whole pixels of the screen. */
export function sharp(x0: number, y0: number, x1: number, y1: number): Box {
  const round = (place: number) => Math.round(place * devicePixelRatio) / devicePixelRatio;
  const [x, y] = [round(x0), round(y0)];
  return [x, y, round(x1) - x, round(y1) - y];
}

export interface Veil {
  paper: string;
  against: string;
  most: number; // over a place that has no share
  mostAgainst: number; // over one that speaks against as much as any
}

/** Dims a place by what it lacks of a share in [-1, 1], and colours it where it speaks against. */
export function paintVeil(
  brush: CanvasRenderingContext2D, box: Box, share: number, veil: Veil,
): void {
  brush.globalAlpha = veil.most * (1 - Math.max(0, share) ** 0.7);
  brush.fillStyle = veil.paper;
  brush.fillRect(...box);
  if (share >= 0) return;
  brush.globalAlpha = veil.mostAgainst * (-share) ** 0.8;
  brush.fillStyle = veil.against;
  brush.fillRect(...box);
}

export interface Line {
  ink: string;
  width: number;
}

/** A line around a box over a wider one that sets it off from any picture. */
export function paintRing(brush: CanvasRenderingContext2D, box: Box, under: Line, over: Line): void {
  brush.lineJoin = "round";
  for (const { ink, width } of [under, over]) {
    brush.strokeStyle = ink;
    brush.lineWidth = width;
    brush.strokeRect(...box);
  }
}
