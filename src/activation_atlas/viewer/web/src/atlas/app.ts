// Brings the parts together: state in, picture out; what the reader does, into the state.

import { byId, iconButton } from "../shared/dom";
import { shortName, whole } from "../shared/format";
import { listenToKeys } from "../shared/keyboard";
import { dismiss, notify, say } from "../shared/notice";
import { Store } from "../shared/store";
import { startTheme, toggleTheme } from "../shared/theme";
import { openAbout } from "./about";
import { hideCard, showCard } from "./card";
import { hideChip, showChip } from "./chip";
import { loadDictionaries } from "./dictionary";
import { loadGrid, type Grid } from "./grid";
import { openHelp } from "./help";
import { mapKeys } from "./keyboard";
import { Minimap } from "./minimap";
import { Overlay } from "./overlay";
import { hidePanel, showPanel, type PanelContext } from "./panel";
import { listenToPointer } from "./pointer";
import { Search } from "./search";
import { Stage } from "./stage";
import { firstState, formatHash, known, parseHash, sameCell, type State } from "./state";
import { makeSwitches } from "./switches";
import { loadTint } from "./tint";
import { doubt } from "./trust";
import type { CellKey, Manifest, MapEntry } from "./types";

const SETTLED = 180; // ms without movement before the hash follows the view
const STEP = 110; // px an arrow key moves the view

export class App {
  private stage = new Stage(byId("map"), (path) => notify(`The tile ${path} is missing from the page's folder.`));
  private overlay = new Overlay(byId("overlay"), this.stage);
  private minimap = new Minimap(this.stage);
  private store: Store<State>;
  private search = new Search(
    () => this.manifest.classes,
    () => this.entry.classes,
    (index) => this.store.set({ tint: index }),
  );
  private labelsButton: HTMLElement;
  private markSwitches: (layer: string, map: string) => void;
  private side = 0;
  private timer = 0;

  constructor(private manifest: Manifest) {
    this.store = new Store(firstState(manifest), {
      format: formatHash, parse: parseHash, known: (state) => known(state, manifest),
    });
    this.overlay.names = manifest.classes;
    this.markSwitches = makeSwitches(manifest, (change) => this.store.set(change));
    this.labelsButton = iconButton("labels", "Labels (L)", () => this.toggleLabels(), {
      "aria-pressed": "true",
    });
    this.makeControls();
  }

  async start(): Promise<void> {
    const { store, stage } = this;
    store.state = known({ ...store.state, ...parseHash(location.hash) }, this.manifest);
    this.overlay.selected = store.state.cell;
    this.markSwitches(store.state.layer, store.state.map);
    await this.showMap();
    const { state } = store;
    const given = Number.isFinite(state.x) && Number.isFinite(state.y) && Number.isFinite(state.z);
    stage.go(given ? state : stage.homeView(), true);
    store.move(given ? state : stage.view());
    store.listen((now, before) => this.changed(now, before));
    stage.viewer.addHandler("update-viewport", () => this.moved());
    stage.viewer.addHandler("resize", () => this.settle());
    this.listenToPointer();
    this.listenToKeys();
    this.checkSide();
    await Promise.all([this.showTint(), this.showCell(false)]);
  }

  private get entry(): MapEntry {
    const { layer, map } = this.store.state;
    return this.manifest.maps[`${layer}/${map}`];
  }

  private get folder(): string {
    const { layer, map } = this.store.state;
    return `maps/${layer}/${map}`;
  }

  /** Whether the labels shown are to be read with care. */
  private get doubtful(): boolean {
    return doubt(this.manifest, this.store.state.layer) !== "";
  }

  private async changed(now: State, before: State): Promise<void> {
    const { stage } = this;
    const moved = now.x !== before.x || now.y !== before.y || now.z !== before.z;
    if (moved) stage.go(now, true);
    const another = now.layer !== before.layer || now.map !== before.map;
    if (another) {
      this.markSwitches(now.layer, now.map);
      hideCard();
      await this.showMap();
      this.side = 0;
      this.checkSide();
      say(`Layer ${now.layer}, map ${now.map}`);
    }
    if (another || now.tint !== before.tint) await this.showTint();
    if (another || !sameCell(now.cell, before.cell)) await this.showCell(!moved);
  }

  private async showMap(): Promise<void> {
    this.overlay.hover = this.overlay.grid = null;
    this.overlay.dimmed = this.doubtful;
    document.body.classList.toggle("doubtful", this.doubtful);
    try {
      await this.stage.show(this.folder, this.entry);
      this.minimap.show(this.folder, this.entry.format);
    } catch (error) {
      notify(error);
    }
  }

  private async showTint(): Promise<void> {
    const { tint: index } = this.store.state;
    this.overlay.tint = null;
    if (index === null) hideChip();
    else {
      showChip(this.manifest.classes[index], () => this.store.set({ tint: null }));
      await this.loadTint(index);
    }
    this.overlay.redraw();
  }

  private async loadTint(index: number): Promise<void> {
    const { folder } = this;
    if (!this.entry.classes.includes(index)) {
      return notify(`No cell of this map speaks for ${shortName(this.manifest.classes[index])}.`);
    }
    try {
      const tint = await loadTint(folder, index);
      if (this.store.state.tint === index && this.folder === folder) this.overlay.tint = tint;
    } catch (error) {
      notify(error);
    }
  }

  private async showCell(reveal: boolean): Promise<void> {
    const { cell: key } = this.store.state;
    const { overlay, folder } = this;
    overlay.selected = key;
    overlay.redraw();
    const dictionaries = loadDictionaries();
    const grid = key && (await this.grid(key.side));
    if (!sameCell(this.store.state.cell, key) || this.folder !== folder) return;
    const cell = grid && key ? grid.at(key.row, key.col) : -1;
    if (!grid || cell < 0) return this.showNoCell();
    await showPanel({ ...this.cellContext(grid, cell), dictionaries: await dictionaries });
    this.makeRoom();
    if (reveal) this.stage.reveal(key!.col / grid.side, key!.row / grid.side, 1 / grid.side);
    this.speak(grid, cell);
  }

  private showNoCell(): void {
    this.overlay.selected = null;
    this.overlay.redraw();
    hidePanel();
    this.stage.inset = { right: 0, bottom: 0 };
  }

  private cellContext(grid: Grid, cell: number): Omit<PanelContext, "dictionaries"> {
    const { layer } = this.store.state;
    return {
      folder: this.folder, entry: this.entry, grid, cell,
      names: this.manifest.classes,
      doubt: doubt(this.manifest, layer),
      run: this.manifest.run,
      layer,
      select: (other) => this.store.set({ cell: grid.key(other) }),
      tint: (index) => this.tintBy(index),
      close: () => this.closeCell(),
      failed: notify,
    };
  }

  /** Tells the stage which part of it the panel covers: the right, or on a narrow screen the foot. */
  private makeRoom(): void {
    const { stage } = this;
    const { offsetWidth, offsetHeight } = byId("panel");
    const below = offsetWidth >= stage.width - 1;
    stage.inset = below ? { right: 0, bottom: offsetHeight } : { right: offsetWidth, bottom: 0 };
  }

  private tintBy(index: number): void {
    if (this.entry.classes.includes(index)) this.store.set({ tint: index });
    else notify(`${shortName(this.manifest.classes[index])} is not among the first classes of any cell, so the map can't be tinted by it.`);
  }

  private closeCell(): void {
    this.store.set({ cell: null });
    this.stage.viewer.canvas.focus({ preventScroll: true });
  }

  private speak(grid: Grid, cell: number): void {
    const { row, col, count, top } = grid.columns;
    const name = top && top[cell][0] >= 0 ? `${shortName(this.manifest.classes[top[cell][0]])}, ` : "";
    say(`Row ${row[cell] + 1}, column ${col[cell] + 1}: ${name}${whole(count[cell])} samples`);
  }

  private async grid(side: number): Promise<Grid | null> {
    try {
      return await loadGrid(this.folder, side);
    } catch (error) {
      notify(error);
      return null;
    }
  }

  /** Lets the overlay follow the grid that the zoom displays. */
  private async checkSide(): Promise<void> {
    const side = this.stage.side();
    if (side === this.side) return;
    this.side = side;
    const { folder } = this;
    this.overlay.hover = null;
    hideCard();
    const grid = await this.grid(side);
    if (this.side !== side || this.folder !== folder) return;
    this.overlay.grid = grid;
    const cells = this.entry.grids[side].cells;
    const labels = this.doubtful ? " · labels are hints, not classes" : "";
    byId("caption").textContent = `${side} × ${side} grid · ${whole(cells)} cells${labels}`;
    this.overlay.redraw();
  }

  private moved(): void {
    void this.checkSide();
    const view = this.stage.view();
    const { x, y, z } = this.store.state;
    const far = Math.max(Math.abs(view.x - x), Math.abs(view.y - y)) * 2 ** z;
    if (far > 1 || Math.abs(view.z - z) > 1e-3) this.settle();
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.store.move(this.stage.view(false)), SETTLED);
  }

  private listenToPointer(): void {
    const { stage, overlay } = this;
    listenToPointer(byId("map"), stage, {
      over: (cell, x, y) => {
        if (!overlay.grid) return;
        overlay.hover = overlay.grid.key(cell);
        overlay.redraw();
        showCard(overlay.grid, cell, this.manifest.classes, overlay.tint, x, y);
      },
      leave: () => {
        hideCard();
        overlay.hover = null;
        overlay.redraw();
      },
      click: (cell) => {
        hideCard();
        if (cell >= 0 && overlay.grid) this.store.set({ cell: overlay.grid.key(cell) });
      },
      cellAt: (x, y) => this.cellAt(x, y),
    });
  }

  /** The cell of the displayed grid at a point of the stage, or -1. */
  private cellAt(x: number, y: number): number {
    const point = this.stage.toMap(x, y);
    return this.overlay.grid?.under(point.x, point.y) ?? -1;
  }

  private listenToKeys(): void {
    const { stage } = this;
    listenToKeys({
      arrow: (right, down) => void this.arrow(right, down),
      layer: (step) => this.stepLayer(step),
      open: () => this.selectMiddle(),
      theme: () => toggleTheme(() => this.overlay.redraw()),
      help: openHelp,
      escape: () => this.leave(),
    }, mapKeys({
      zoom: (factor) => stage.zoomBy(factor),
      home: () => stage.go(stage.homeView()),
      search: () => this.search.focus(),
      labels: () => this.toggleLabels(),
    }));
  }

  private leave(): void {
    const { store } = this;
    if (dismiss()) return;
    if (store.state.cell) this.closeCell();
    else if (store.state.tint !== null) store.set({ tint: null });
  }

  private async arrow(right: number, down: number): Promise<void> {
    const key: CellKey | null = this.store.state.cell;
    if (!key) return this.stage.panBy(right * STEP, down * STEP);
    const grid = await this.grid(key.side);
    const cell = grid ? grid.at(key.row, key.col) : -1;
    const next = grid && cell >= 0 ? grid.towards(cell, down, right) : -1;
    if (grid && next >= 0) this.store.set({ cell: grid.key(next) });
  }

  private stepLayer(step: number): void {
    const { layers } = this.manifest;
    const next = layers[layers.indexOf(this.store.state.layer) + step];
    if (next) this.store.set({ layer: next });
  }

  private selectMiddle(): void {
    const { stage, overlay } = this;
    const free = { x: stage.width - stage.inset.right, y: stage.height - stage.inset.bottom };
    const cell = this.cellAt(free.x / 2, free.y / 2);
    if (overlay.hover) this.store.set({ cell: overlay.hover });
    else if (overlay.grid && cell >= 0) this.store.set({ cell: overlay.grid.key(cell) });
  }

  private toggleLabels(): void {
    this.overlay.labelled = !this.overlay.labelled;
    this.labelsButton.setAttribute("aria-pressed", String(this.overlay.labelled));
    this.overlay.redraw();
  }

  private makeControls(): void {
    const { stage } = this;
    startTheme(() => this.overlay.redraw());
    byId("actions").append(
      this.labelsButton,
      iconButton("theme", "Light or dark (T)", () => toggleTheme(() => this.overlay.redraw())),
      iconButton("about", "About this atlas", () => openAbout(this.manifest)),
      iconButton("help", "Help (?)", openHelp));
    byId("zoom").append(
      iconButton("plus", "Zoom in (+)", () => stage.zoomBy(1.6)),
      iconButton("minus", "Zoom out (−)", () => stage.zoomBy(1 / 1.6)),
      iconButton("whole", "The whole map (0)", () => stage.go(stage.homeView())));
    const { canvas } = stage.viewer;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", "Map of the cells: arrow keys move, Enter opens a cell");
  }
}
