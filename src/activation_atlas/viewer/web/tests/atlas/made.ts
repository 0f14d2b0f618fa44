// A small atlas, made up.

import type { Manifest, MapEntry } from "../../src/atlas/types";

const entry = {
  grids: { 4: { cells: 12, exemplars: 6 }, 8: { cells: 40, exemplars: 6 } },
} as unknown as MapEntry;

export const manifest = {
  layers: ["blocks.2.2", "blocks.4.2"],
  map_names: ["umap", "tsne"],
  maps: Object.fromEntries(["blocks.2.2", "blocks.4.2"].flatMap((layer) =>
    ["umap", "tsne"].map((map) => [`${layer}/${map}`, entry]))),
  classes: Array.from({ length: 40 }, (_, index) => `class ${index}`),
  agreement: {
    "blocks.2.2": { median_rank: 2, top_10: 0.7 },
    "blocks.4.2": { median_rank: 2.4, top_10: 0.5 },
  },
} as unknown as Manifest;
