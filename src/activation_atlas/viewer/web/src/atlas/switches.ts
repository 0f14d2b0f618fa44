// The rows of buttons that choose a layer and a map.

import { byId } from "../shared/dom";
import { mark, switchRow } from "../shared/switches";
import type { Manifest } from "./types";

export function makeSwitches(
  manifest: Manifest, choose: (change: { layer?: string; map?: string }) => void,
): (layer: string, map: string) => void {
  const layerGroup = switchRow("Layer", manifest.layers, (layer) => choose({ layer }), (layer) => {
    const facts = manifest.network.layers[layer];
    return facts ? `${facts.channels} channels, ${facts.height} × ${facts.width} positions` : layer;
  });
  const mapGroup = switchRow("Map", manifest.map_names, (map) => choose({ map }), (map) => `Map ${map}`);
  byId("switches").append(layerGroup);
  if (manifest.map_names.length > 1) byId("switches").append(mapGroup);
  return (layer, map) => {
    mark(layerGroup, layer);
    mark(mapGroup, map);
  };
}
