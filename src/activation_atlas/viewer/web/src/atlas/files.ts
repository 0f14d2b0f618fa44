// Where the files of a cell lie, each path ready to be copied.

import { h, icon, iconButton } from "../shared/dom";
import type { Grid } from "./grid";
import type { CellDetails } from "./types";

export function cellFiles(grid: Grid, cell: number, details: CellDetails, run: string): HTMLElement {
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
