// The details of the selected cell.

import { h } from "../shared/dom";
import { showFacts } from "../shared/facts";
import { figure, shortName, whole } from "../shared/format";
import { cut, picture, sheet } from "../shared/images";
import { load } from "../shared/load";
import { closePanel, openPanel, panelHead, panelSection } from "../shared/panel";
import { bars } from "./bars";
import { dictionaryAddress } from "./dictionary";
import { cellFiles } from "./files";
import type { Grid } from "./grid";
import type { CellDetails, Exemplar, MapEntry, Valued } from "./types";

export interface PanelContext {
  folder: string;
  entry: MapEntry;
  grid: Grid;
  cell: number;
  names: string[];
  doubt: string; // what to bear in mind of the names, or nothing
  run: string;
  layer: string;
  dictionaries: Record<string, string>; // names of images that have one, by where they lie
  select(cell: number): void;
  tint(index: number): void;
  close(): void;
  failed(error: unknown): void;
}

let turn = 0;

export function hidePanel(): void {
  turn++;
  closePanel();
}

export async function showPanel(context: PanelContext): Promise<void> {
  const mine = ++turn;
  const { folder, entry, grid, cell, run } = context;
  const block = Math.floor(cell / entry.block);
  let file: CellDetails[];
  try {
    file = await load<CellDetails[]>(`${folder}/cells-${grid.side}/${block}.js`);
  } catch (error) {
    const text = (error as Error).message;
    if (mine === turn) openPanel(head(context), h("p", { class: "quiet" }, text));
    return;
  }
  if (mine !== turn) return;
  const details = file[cell % entry.block];
  openPanel(
    head(context),
    h("div", { class: "lead" }, hero(context), facts(context, details)),
    ...attributions(context, details),
    ...exemplars(context, details, block),
    ...neighbours(context, details),
    cellFiles(grid, cell, details, run),
  );
}

function head({ grid, cell, names, select, close }: PanelContext): HTMLElement {
  const { row, col, top } = grid.columns;
  return panelHead({
    eyebrow: `Row ${row[cell] + 1}, column ${col[cell] + 1} of ${grid.side} × ${grid.side}`,
    title: top && top[cell][0] >= 0 ? shortName(names[top[cell][0]]) : "Cell",
    one: "cell",
    step: (by) => select((cell + by + grid.count) % grid.count),
    close,
  });
}

function hero(context: PanelContext): HTMLElement {
  const canvas = picture("hero", "Feature visualization of this cell's mean activation");
  drawIcon(context, context.cell, canvas);
  return canvas;
}

function facts({ grid, cell }: PanelContext, details: CellDetails): HTMLElement {
  const cosine = grid.columns.cosine[cell];
  const list = h("dl", { class: "facts" });
  showFacts(list, [
    ["Samples", whole(grid.columns.count[cell]), "Spatial activations averaged in this cell"],
    ["Icon cosine", cosine === null ? "–" : cosine.toFixed(2),
      "Cosine between the icon's own activation and the cell's mean"],
    ["Icon score", figure(details.score), "Objective that the icon reached"],
  ]);
  return list;
}

function attributions({ names, doubt, tint }: PanelContext, { top, bottom }: CellDetails): HTMLElement[] {
  if (!top.length) return [];
  const peak = Math.max(...[...top, ...bottom].map(([, value]) => Math.abs(value)));
  const note = "Mean contribution to the class's logit";
  return [
    ...(doubt ? [h("p", { class: "doubt" }, doubt)] : []),
    panelSection("Speaks for", note, bars(top, names, peak, tint)),
    panelSection("Speaks against", note, bars(bottom, names, peak, tint)),
  ];
}

function exemplars(context: PanelContext, details: CellDetails, block: number): HTMLElement[] {
  const { folder, entry, grid, cell, failed } = context;
  const columns = entry.grids[grid.side].exemplars;
  const path = `${folder}/patches-${grid.side}/${block}.webp`;
  const shown = details.exemplars.flatMap((exemplar, col) => {
    if (!exemplar) return [];
    const canvas = picture("patch", `Patch of ${exemplar.where}`);
    sheet(path)
      .then((image) => cut(canvas, image, cell % entry.block, col, columns))
      .catch(failed);
    return [exemplarFigure(context, exemplar, canvas)];
  });
  if (!shown.length) return [];
  const patches = h("div", { class: "patches" }, ...shown);
  return [panelSection("Real images", "What the nearest samples saw", patches)];
}

/** A patch with its caption; a link where the image has a dictionary. */
function exemplarFigure(
  { dictionaries, layer }: PanelContext, exemplar: Exemplar, canvas: HTMLElement,
): HTMLElement {
  const shown = [canvas, h("figcaption", {}, shortName(exemplar.group))];
  const image = dictionaries[exemplar.where];
  if (!image) return h("figure", { title: exemplar.where }, ...shown);
  return h("figure", {},
    h("a", {
      class: "patch-link", href: dictionaryAddress(image, exemplar.at, layer),
      title: `${exemplar.where}: what every layer sees there`,
    }, ...shown));
}

function neighbours(context: PanelContext, details: CellDetails): HTMLElement[] {
  if (!details.neighbours.length) return [];
  const shown = details.neighbours.map((neighbour) => neighbourButton(context, neighbour));
  return [panelSection("Similar cells", "Cosine between mean activations",
    h("div", { class: "neighbours" }, ...shown))];
}

function neighbourButton(context: PanelContext, [cell, likeness]: Valued): HTMLElement {
  const { grid, names, select } = context;
  const top = grid.columns.top?.[cell][0] ?? -1;
  const name = top >= 0 ? shortName(names[top]) : "cell";
  const canvas = picture("patch", "");
  drawIcon(context, cell, canvas);
  return h("button", {
    type: "button", class: "neighbour", onclick: () => select(cell),
    "aria-label": `Similar cell: ${name}, cosine ${likeness.toFixed(2)}`, title: name,
  }, canvas, h("span", {}, likeness.toFixed(2)));
}

function drawIcon(context: PanelContext, cell: number, canvas: HTMLCanvasElement): void {
  const { folder, entry, grid, failed } = context;
  sheet(`${folder}/icons-${grid.side}/${Math.floor(cell / entry.block)}.webp`)
    .then((image) => cut(canvas, image, cell % entry.block, 0, 1))
    .catch(failed);
}
