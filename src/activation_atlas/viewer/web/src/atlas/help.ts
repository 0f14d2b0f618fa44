// How to find one's way about the atlas.

import { keyList, openDialog } from "../shared/dialog";
import { h } from "../shared/dom";
import { KEYS } from "./keyboard";

export function openHelp(): void {
  openDialog("Keys and gestures",
    h("p", {}, "Each picture shows what excites the network like the samples in its cell do. "
      + "Drag to move, scroll or pinch to zoom; finer grids appear as you go nearer. "
      + "Click a cell for its details."),
    keyList(KEYS));
}
