// What the data files hold. Columns share one order: cell i of a grid is entry i of each.

export interface MapEntry {
  size: number; // side of the whole map in pixels
  icon: number;
  tile_size: number;
  overlap: number;
  format: string;
  block: number; // cells a sheet and a details file
  level_sides: number[]; // the grid that each pyramid level shows
  min_pixel_ratio: number; // screen pixels a tile's pixel covers before its level is shown
  grids: Record<string, { cells: number; exemplars: number }>;
  classes: number[]; // classes by which the map can be tinted
  quality: Record<string, number>;
}

export interface Agreement {
  median_rank: number; // of the predicted class in the attributions, 0 at best
  top_10: number; // share of samples whose predicted class is among the first ten
}

export interface Manifest {
  title: string;
  run: string;
  layers: string[];
  map_names: string[];
  maps: Record<string, MapEntry>; // by "layer/map"
  classes: string[];
  network: {
    name: string;
    weights: string;
    digest: string;
    input_size: number;
    layers: Record<string, { channels: number; height: number; width: number }>;
  };
  agreement: Record<string, Agreement | null>; // by layer; null without attribution
  samples: number;
  skipped: number;
  settings: Record<string, unknown>;
  versions: Record<string, string>;
}

export interface GridColumns {
  row: number[];
  col: number[];
  count: number[];
  cosine: (number | null)[];
  top?: number[][];
  value?: (number | null)[][];
}

export type Valued = [index: number, value: number];

export interface Exemplar {
  where: string;
  group: string;
  at: [x: number, y: number]; // in the whole image, [0, 1]
}

export interface CellDetails {
  top: Valued[];
  bottom: Valued[];
  score: number;
  neighbours: Valued[];
  exemplars: (Exemplar | null)[];
  icon: string; // store of the icons, and the row in it
  icon_row: number;
  cells: string;
}

export interface ClassTint {
  scale: number;
  sides: Record<string, string>; // base64 of one signed byte a cell
}

export interface CellKey {
  side: number;
  row: number;
  col: number;
}

export interface View {
  x: number; // centre in map coordinates, [0, 1] inside the map
  y: number;
  z: number; // log2 of the map's width in CSS pixels
}
