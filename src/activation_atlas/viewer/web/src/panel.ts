// The details of the selected cell.

import { bars } from "./bars";
import { dictionaryAddress } from "./dictionary";
import { byId, h, icon, iconButton } from "./dom";
import { figure, shortName, whole } from "./format";
import type { Grid } from "./grid";
import { cut, sheet } from "./images";
import { load } from "./registry";
import type { CellDetails, MapEntry } from "./types";

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
  byId("panel").hidden = true;
}

export async function showPanel(context: PanelContext): Promise<void> {
  const mine = ++turn;
  const { folder, entry, grid, cell } = context;
  const block = Math.floor(cell / entry.block);
  const panel = byId("panel");
  let details: CellDetails;
  try {
    details = (await load<CellDetails[]>(`${folder}/cells-${grid.side}/${block}.js`))[cell % entry.block];
  } catch (error) {
    if (mine === turn) {
      panel.replaceChildren(head(context), h("p", { class: "quiet" }, (error as Error).message));
      panel.hidden = false;
    }
    return;
  }
  if (mine !== turn) return;
  panel.replaceChildren(
    head(context),
    h("div", { class: "lead" }, hero(context), facts(context, details)),
    ...attributions(context, details),
    ...exemplars(context, details, block),
    ...neighbours(context, details),
    files(context, details),
  );
  panel.hidden = false;
  panel.scrollTop = 0;
}

function head({ grid, cell, names, select, close }: PanelContext): HTMLElement {
  const { row, col, top } = grid.columns;
  const name = top && top[cell][0] >= 0 ? shortName(names[top[cell][0]]) : "Cell";
  return h("header", { class: "panel-head" },
    h("div", { class: "panel-title" },
      h("p", { class: "eyebrow" },
        `Row ${row[cell] + 1}, column ${col[cell] + 1} of ${grid.side} × ${grid.side}`),
      h("h2", {}, name)),
    h("div", { class: "panel-steps" },
      iconButton("back", "Previous cell", () => select((cell - 1 + grid.count) % grid.count)),
      iconButton("on", "Next cell", () => select((cell + 1) % grid.count)),
      iconButton("close", "Close details (Esc)", close)));
}

function hero(context: PanelContext): HTMLElement {
  const canvas = picture("hero", "Feature visualization of this cell's mean activation");
  drawIcon(context, context.cell, canvas);
  return canvas;
}

function facts({ grid, cell }: PanelContext, details: CellDetails): HTMLElement {
  const cosine = grid.columns.cosine[cell];
  const fact = (term: string, value: string, title: string) =>
    h("div", { title }, h("dt", {}, term), h("dd", {}, value));
  return h("dl", { class: "facts" },
    fact("Samples", whole(grid.columns.count[cell]), "Spatial activations averaged in this cell"),
    fact("Icon cosine", cosine === null ? "–" : cosine.toFixed(2),
      "Cosine between the icon's own activation and the cell's mean"),
    fact("Icon score", figure(details.score), "Objective that the icon reached"));
}

function attributions({ names, doubt, tint }: PanelContext, { top, bottom }: CellDetails): HTMLElement[] {
  if (!top.length) return [];
  const peak = Math.max(...[...top, ...bottom].map(([, value]) => Math.abs(value)));
  const note = "Mean contribution to the class's logit";
  return [
    ...(doubt ? [h("p", { class: "doubt" }, doubt)] : []),
    section("Speaks for", note, bars(top, names, peak, tint)),
    section("Speaks against", note, bars(bottom, names, peak, tint)),
  ];
}

function exemplars(context: PanelContext, details: CellDetails, block: number): HTMLElement[] {
  const { folder, entry, grid, cell, layer, dictionaries, failed } = context;
  const columns = entry.grids[grid.side].exemplars;
  const path = `${folder}/patches-${grid.side}/${block}.webp`;
  const shown = details.exemplars.flatMap((exemplar, col) => {
    if (!exemplar) return [];
    const canvas = picture("patch", `Patch of ${exemplar.where}`);
    sheet(path)
      .then((image) => cut(canvas, image, cell % entry.block, col, columns))
      .catch(failed);
    const shown = [canvas, h("figcaption", {}, shortName(exemplar.group))];
    const image = dictionaries[exemplar.where];
    if (!image) return [h("figure", { title: exemplar.where }, ...shown)];
    return [h("figure", {},
      h("a", {
        class: "patch-link", href: dictionaryAddress(image, exemplar.at, layer),
        title: `${exemplar.where}: what every layer sees there`,
      }, ...shown))];
  });
  if (!shown.length) return [];
  return [section("Real images", "What the nearest samples saw", h("div", { class: "patches" }, ...shown))];
}

function neighbours(context: PanelContext, details: CellDetails): HTMLElement[] {
  if (!details.neighbours.length) return [];
  const { grid, names, select } = context;
  const shown = details.neighbours.map(([other, likeness]) => {
    const top = grid.columns.top?.[other][0] ?? -1;
    const name = top >= 0 ? shortName(names[top]) : "cell";
    const canvas = picture("patch", "");
    drawIcon(context, other, canvas);
    return h("button", {
      type: "button", class: "neighbour", onclick: () => select(other),
      "aria-label": `Similar cell: ${name}, cosine ${likeness.toFixed(2)}`, title: name,
    }, canvas, h("span", {}, likeness.toFixed(2)));
  });
  return [section("Similar cells", "Cosine between mean activations",
    h("div", { class: "neighbours" }, ...shown))];
}

function files({ grid, cell, run }: PanelContext, details: CellDetails): HTMLElement {
  const images = details.exemplars.flatMap((exemplar) => (exemplar ? [exemplar.where] : []));
  const paths: [string, string][] = [
    ["Icon", `results/${run}/${details.icon} [${details.icon_row}]`],
    ["Cell", `results/${run}/${details.cells} [${cell}]`],
    ...[...new Set(images)].map((path): [string, string] => ["Image", path]),
  ];
  return h("details", { class: "files" },
    h("summary", {}, "Files"),
    h("ul", { "aria-label": `Files of cell ${cell} of ${grid.side} × ${grid.side}` },
      ...paths.map(([kind, path]) =>
        h("li", {}, h("span", { class: "eyebrow" }, kind), h("code", {}, path), copyButton(path)))));
}

function copyButton(path: string): HTMLElement {
  const text = path.replace(/ \[\d+\]$/, "");
  const button = iconButton("copy", `Copy ${text}`, async () => {
    await copy(text);
    button.replaceChildren(icon("done"));
    setTimeout(() => button.replaceChildren(icon("copy")), 1200);
  });
  return button;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // pages opened from disk may lack the clipboard: the older way works there
    const area = h("textarea", { style: "position:fixed;opacity:0" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function section(title: string, note: string, body: HTMLElement): HTMLElement {
  return h("section", {}, h("h3", { title: note }, title), body);
}

function picture(kind: string, label: string): HTMLCanvasElement {
  return h("canvas", { class: kind, role: "img", "aria-label": label, width: 1, height: 1 });
}

function drawIcon(context: PanelContext, cell: number, canvas: HTMLCanvasElement): void {
  const { folder, entry, grid, failed } = context;
  sheet(`${folder}/icons-${grid.side}/${Math.floor(cell / entry.block)}.webp`)
    .then((image) => cut(canvas, image, cell % entry.block, 0, 1))
    .catch(failed);
}
