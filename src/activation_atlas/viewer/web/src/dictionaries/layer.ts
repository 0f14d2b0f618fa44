// One layer of the book: its grid and groups, and beside them the dictionary of the place.

import { h } from "../shared/dom";
import { showFacts, type Fact } from "../shared/facts";
import { plain, shortName, signed, whole } from "../shared/format";
import { sheet } from "../shared/images";
import { Groups } from "./groups";
import { drawGrid, drawSpan } from "./icons";
import { atlasLink } from "./nearest";
import type { Cover } from "./paint";
import { listenToPointer, type Picks } from "./pick";
import { loadReading, norm, places, total, type Attribution, type Reading, type Span } from "./reading";
import type { LayerFacts, Part, Spot, View } from "./types";
import { Words } from "./words";

export interface LayerActions extends Picks {
  activate(): void;
  open(channel: number): void;
  chooseGroup(group: number): void;
  lookAtGroup(group: number | null): void;
  lookAtChannel(channel: number | null): void;
}

export interface Shown {
  active: boolean;
  view: View;
  spot: Spot; // the place spoken of
  chosen: Spot; // the place that the reader stays at
  look: Spot | null;
  cover: Cover | null;
  attribution: Attribution | null;
  class: string; // that attributions are to
  group: Part | null;
  channel: Part | null;
}

export class LayerView {
  readonly element: HTMLElement;
  reading: Reading | null = null;
  sprites: HTMLImageElement | null = null;
  private icons: HTMLImageElement | null = null;
  private grid = h("canvas", { class: "grid", role: "img" });
  private vector = h("canvas", { class: "vector", role: "img" });
  private spread: HTMLElement;
  private heading = h("h3", {}, "This place");
  private title: HTMLButtonElement;
  private facts = h("dl", { class: "place" });
  private link = h("p", { class: "nearest" });
  private note = h("p", { class: "quiet" });
  private groups: Groups;
  private words: Words;
  private turn = 0;

  constructor(readonly layer: LayerFacts, actions: LayerActions) {
    this.groups = new Groups(layer.name, {
      choose: (group) => actions.chooseGroup(group), look: (group) => actions.lookAtGroup(group),
    });
    this.words = new Words(layer, {
      open: (channel) => actions.open(channel), look: (channel) => actions.lookAtChannel(channel),
    });
    this.title = h("button", {
      type: "button", title: "Lay this layer over the photo", onclick: () => actions.activate(),
    }, layer.name);
    this.spread = h("div", { class: "spread" },
      h("div", { class: "map-side" },
        h("h3", {}, "Every place"), this.grid,
        h("h3", {}, "Channels that act together"), this.groups.element),
      h("div", {},
        this.heading,
        h("div", { class: "vector-side" }, this.vector, h("div", {}, this.facts, this.link))),
      h("div", {}, h("h3", {}, "Its strongest channels"), this.words.element));
    this.element = h("section", { class: "layer", "data-layer": layer.name },
      h("header", {}, h("h2", {}, this.title), this.note), this.spread);
    listenToPointer(this.grid, actions);
    this.grid.setAttribute("aria-label", `Icons of all places of ${layer.name}`);
    this.vector.setAttribute("aria-label", `All channels of ${layer.name} together`);
  }

  /** Loads an image's part of the layer; fails with one sentence, and then shows nothing. */
  async load(folder: string, sprites: string, count: number): Promise<void> {
    const turn = ++this.turn;
    this.reading = null;
    const files = [`${folder}/icons.webp`, `${folder}/groups.webp`, sprites].map(sheet);
    try {
      const [reading, icons, groups, words] = await Promise.all([loadReading(folder), ...files]);
      if (turn !== this.turn) return;
      [this.reading, this.icons, this.sprites] = [reading, icons, words];
      this.spread.hidden = false;
      this.grid.style.setProperty("--aspect", String(reading.width / reading.height));
      this.note.textContent = `${whole(reading.channels)} channels at ${reading.width} × ${reading.height} places`;
      this.groups.show(count, groups);
    } catch (error) {
      if (turn === this.turn) this.spread.hidden = true;
      throw error;
    }
  }

  update(shown: Shown): void {
    this.element.classList.toggle("active", shown.active);
    this.title.setAttribute("aria-pressed", String(shown.active));
    const { reading, icons, sprites } = this;
    if (!reading || !icons || !sprites) return;
    const { name } = this.layer;
    const of = (part: Part | null) => (part?.layer === name ? part.index : null);
    const span = reading.span(shown.spot);
    drawGrid(this.grid, { reading, icons, ...shown, spot: shown.chosen });
    drawSpan(this.vector, icons, reading, span);
    const { attribution } = shown;
    const values = reading.mean(span);
    const added = attribution?.within(span) ?? null;
    this.words.update(sprites, values, added);
    this.words.mark(of(shown.channel));
    this.groups.update(of(shown.group), attribution?.groups ?? null);
    this.tell(reading, span, norm(values), added && total(added), shown.class);
  }

  private tell(reading: Reading, span: Span, length: number, added: number | null, name: string): void {
    const place = span.top * reading.width + span.left;
    const single = places(span) === 1;
    this.heading.textContent = single ? "This place" : "This region";
    const cosine = single ? reading.data.cosine[place] : null;
    const rows: Fact[] = [
      ["Place", spoken(span), "Row and column of the layer's map, from the upper left"],
      ["Length", plain(length), "Norm of the activation vector (of the mean, in a region)"],
    ];
    if (cosine !== null) {
      rows.push(["Icon cosine", cosine.toFixed(2), "Cosine between the icon's own activation and this one"]);
    }
    if (added !== null) rows.push(["Attribution", signed(added), `What the layer adds here for ${name}`]);
    showFacts(this.facts, rows);
    const link = single ? atlasLink(this.layer.name, reading.data, place) : null;
    this.link.replaceChildren(...(link ? [link] : []));
  }
}

function spoken({ top, bottom, left, right }: Span): string {
  const range = (first: number, last: number) => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`);
  return `${range(top, bottom)}, ${range(left, right)}`;
}

/** "tabby", or "tabby rather than lynx". */
export function spokenClass(names: Record<string, string>, own: number, other: number | null): string {
  const name = (index: number) => shortName(names[index] ?? `class ${index}`);
  return other === null ? name(own) : `${name(own)} rather than ${name(other)}`;
}
