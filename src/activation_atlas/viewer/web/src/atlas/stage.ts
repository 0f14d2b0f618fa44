// The picture: OpenSeadragon over one map's pyramid, and the way between map and screen.
//
// Map coordinates are OpenSeadragon's viewport coordinates: the map spans [0, 1] both ways.

import OpenSeadragon from "openseadragon";
import { address } from "../shared/load";
import type { MapEntry, View } from "./types";

export interface Inset {
  right: number; // pixels of the stage that the details panel covers
  bottom: number;
}

const FADE_LIMIT = 900; // ms that a former layer may stay below the new one

export class Stage {
  readonly viewer: OpenSeadragon.Viewer;
  inset: Inset = { right: 0, bottom: 0 };
  private entry!: MapEntry;
  private sizes: number[] = [];
  private turn = 0;

  constructor(private element: HTMLElement, failed: (path: string) => void) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.viewer = OpenSeadragon({
      element,
      drawer: "canvas", // WebGL refuses pictures of a page opened from disk
      showNavigationControl: false,
      keyboardNavEnabled: false,
      preserveViewport: true,
      visibilityRatio: 0.2,
      minZoomImageRatio: 0.5,
      maxZoomPixelRatio: 4,
      smoothTileEdgesMinZoom: Infinity,
      subPixelRoundingForTransparency: OpenSeadragon.SUBPIXEL_ROUNDING_OCCURRENCES.ALWAYS,
      animationTime: still ? 0 : 0.7,
      springStiffness: 9,
      zoomPerScroll: 1.25,
      maxTilesPerFrame: 4,
      imageLoaderLimit: 8,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsPen: { clickToZoom: false, dblClickToZoom: true },
    } as unknown as OpenSeadragon.Options);
    this.viewer.addHandler("tile-load-failed", (event) => failed(event.tile.getUrl()));
    this.viewer.addHandler("resize", () => this.items().forEach((item) => this.chooseLevelsBy(item)));
  }

  /** Shows a map in place of the one before, in the same view. */
  show(folder: string, entry: MapEntry): Promise<void> {
    const turn = ++this.turn;
    this.entry = entry;
    const top = entry.level_sides.length - 1;
    this.sizes = entry.level_sides.map((_, level) => Math.ceil(entry.size / 2 ** (top - level)));
    const { viewer } = this;
    const former = this.items();
    return new Promise((resolve, reject) => {
      viewer.addTiledImage({
        tileSource: this.tiles(folder, entry),
        success: (event) => {
          const item = (event as unknown as { item: OpenSeadragon.TiledImage }).item;
          const replace = () => former.forEach((old) => viewer.world.removeItem(old));
          this.chooseLevelsBy(item);
          if (turn !== this.turn) viewer.world.removeItem(item);
          else if (former.length) {
            item.addOnceHandler("fully-loaded-change", replace);
            setTimeout(replace, FADE_LIMIT);
          }
          resolve();
        },
        error: () => reject(new Error(`The tiles of ${folder} can't be shown.`)),
      });
    });
  }

  private tiles(folder: string, entry: MapEntry): OpenSeadragon.TileSource {
    const source = new OpenSeadragon.TileSource({
      width: entry.size,
      height: entry.size,
      tileSize: entry.tile_size,
      tileOverlap: entry.overlap,
      minLevel: this.wholeLevel(),
      maxLevel: entry.level_sides.length - 1,
    } as OpenSeadragon.TileSourceOptions);
    source.getTileUrl = (level: number, col: number, row: number) =>
      address(`${folder}/atlas_files/${level}/${col}_${row}.${entry.format}`);
    source.hasTransparency = () => true;
    return source;
  }

  /** The largest level that is a single tile: the picture of the minimap. */
  wholeLevel(): number {
    const fitting = this.sizes.filter((size) => size <= this.entry.tile_size);
    return Math.max(0, fitting.length - 1);
  }

  /** The grid that is displayed now: the rule by which tiles are chosen, from the map's data. */
  side(): number {
    const width = this.mapWidth();
    let level = this.sizes.length - 1;
    while (level > 0 && width / this.sizes[level] < this.entry.min_pixel_ratio) level--;
    return this.entry.level_sides[level];
  }

  mapWidth(): number {
    return this.viewer.viewport.getZoom(true) * this.width;
  }

  get width(): number {
    return this.element.clientWidth;
  }

  get height(): number {
    return this.element.clientHeight;
  }

  /** Where the map's corner lies on the stage, in CSS pixels. */
  origin(): { x: number; y: number } {
    return this.viewer.viewport.pixelFromPoint(new OpenSeadragon.Point(0, 0), true);
  }

  toMap(x: number, y: number): { x: number; y: number } {
    return this.viewer.viewport.pointFromPixel(new OpenSeadragon.Point(x, y), true);
  }

  view(current = true): View {
    const { viewport } = this.viewer;
    const centre = viewport.getCenter(current);
    return { x: centre.x, y: centre.y, z: Math.log2(viewport.getZoom(current) * this.width) };
  }

  go(view: View, immediately = false): void {
    const { viewport } = this.viewer;
    viewport.zoomTo(2 ** view.z / this.width, undefined, immediately);
    viewport.panTo(new OpenSeadragon.Point(view.x, view.y), immediately);
  }

  zoomBy(factor: number): void {
    this.viewer.viewport.zoomBy(factor);
    this.viewer.viewport.applyConstraints();
  }

  panBy(right: number, down: number): void {
    const { viewport } = this.viewer;
    const step = viewport.deltaPointsFromPixels(new OpenSeadragon.Point(right, down), false);
    viewport.panBy(step);
    viewport.applyConstraints();
  }

  /** The view of the whole map in the part of the stage that nothing covers. */
  homeView(): View {
    const free = { x: this.width - this.inset.right, y: this.height - this.inset.bottom };
    const width = 0.94 * Math.min(free.x, free.y);
    return {
      x: 0.5 + this.inset.right / 2 / width,
      y: 0.5 + this.inset.bottom / 2 / width,
      z: Math.log2(width),
    };
  }

  /** Brings a square of the map into the free part of the stage, moving only if it must. */
  reveal(x: number, y: number, size: number): void {
    const view = this.view(false);
    const width = 2 ** view.z;
    const left = (x - view.x) * width + this.width / 2;
    const top = (y - view.y) * width + this.height / 2;
    const free = { x: this.width - this.inset.right, y: this.height - this.inset.bottom };
    const edge = size * width;
    if (left >= 8 && top >= 8 && left + edge <= free.x - 8 && top + edge <= free.y - 8) return;
    this.go({
      x: x + size / 2 + this.inset.right / 2 / width,
      y: y + size / 2 + this.inset.bottom / 2 / width,
      z: view.z,
    });
  }

  /** The grid shown is the same on every screen: OpenSeadragon counts device pixels, the rule CSS's. */
  private chooseLevelsBy(item: OpenSeadragon.TiledImage): void {
    const rule = this.entry.min_pixel_ratio * OpenSeadragon.pixelDensityRatio;
    (item as unknown as { minPixelRatio: number }).minPixelRatio = rule;
  }

  private items(): OpenSeadragon.TiledImage[] {
    const { world } = this.viewer;
    return Array.from({ length: world.getItemCount() }, (_, index) => world.getItemAt(index));
  }
}
