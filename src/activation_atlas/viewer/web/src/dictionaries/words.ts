// The semantic dictionary of a place: its strongest channels as pictures with bars.

import { h } from "../shared/dom";
import { plain, signed } from "../shared/format";
import { cut } from "../shared/images";
import { largest } from "./reading";
import type { LayerFacts } from "./types";

const COUNT = 8;

interface Entry {
  channel: number;
  button: HTMLButtonElement;
  sprite: HTMLCanvasElement;
  name: HTMLElement;
  value: HTMLElement;
  bar: HTMLElement;
  lean: HTMLElement;
  added: HTMLElement;
}

export interface WordsActions {
  open(channel: number): void;
  look(channel: number | null): void;
}

export class Words {
  readonly element = h("ol", { class: "words" });
  private silent = h("li", { class: "quiet silent" }, "No channel is active here.");
  private entries: Entry[];

  constructor(private facts: LayerFacts, private actions: WordsActions) {
    this.entries = Array.from({ length: COUNT }, () => this.entry());
    this.element.append(...this.entries.map(({ button }) => h("li", {}, button)), this.silent);
    this.element.setAttribute("aria-label", `Strongest channels of ${facts.name}`);
  }

  /** Shows channels by their value; with `added`, what each adds to the chosen class. */
  update(sprites: HTMLImageElement, values: Float32Array, added: Float32Array | null): void {
    const top = largest(values, COUNT);
    const peak = added ? Math.max(...top.map((channel) => Math.abs(added[channel]))) : 0;
    this.silent.hidden = top.length > 0;
    this.entries.forEach((entry, rank) => {
      const channel = top[rank];
      entry.button.parentElement!.hidden = channel === undefined;
      if (channel === undefined) return;
      this.fill(entry, channel, sprites, values[channel], values[channel] / values[top[0]]);
      entry.lean.hidden = entry.added.hidden = !added;
      if (!added) return;
      const share = peak > 0 ? added[channel] / peak : 0;
      entry.added.textContent = signed(added[channel]);
      entry.lean.style.setProperty("--share", Math.abs(share).toFixed(3));
      entry.lean.classList.toggle("against", share < 0);
    });
  }

  /** Marks the channel whose details are open. */
  mark(open: number | null): void {
    for (const { button, channel } of this.entries) {
      button.setAttribute("aria-pressed", String(channel === open));
    }
  }

  private fill(
    entry: Entry, channel: number, sprites: HTMLImageElement, value: number, share: number,
  ): void {
    if (entry.channel !== channel || entry.sprite.width === 1) {
      drawSprite(entry.sprite, sprites, channel, this.facts);
    }
    entry.channel = channel;
    entry.name.textContent = String(channel);
    entry.value.textContent = plain(value);
    entry.bar.style.setProperty("--share", share.toFixed(3));
    entry.button.setAttribute("aria-label", `Channel ${channel}, ${plain(value)}: its details`);
  }

  private entry(): Entry {
    const entry: Entry = {
      channel: -1,
      button: h("button", {
        type: "button", class: "word",
        onclick: () => this.actions.open(entry.channel),
        onpointerenter: (event: PointerEvent) => {
          if (event.pointerType !== "touch") this.actions.look(entry.channel);
        },
        onpointerleave: () => this.actions.look(null),
      }),
      sprite: h("canvas", { class: "sprite", width: 1, height: 1, "aria-hidden": "true" }),
      name: h("span", { class: "word-name" }),
      value: h("span", { class: "word-value" }),
      bar: h("span", { class: "bars-line" }),
      lean: h("span", { class: "lean" }),
      added: h("span", { class: "word-added" }),
    };
    entry.button.append(entry.sprite, entry.name, entry.value, entry.bar, entry.lean, entry.added);
    return entry;
  }
}

export function drawSprite(
  canvas: HTMLCanvasElement, sprites: HTMLImageElement, channel: number, { columns }: LayerFacts,
): void {
  cut(canvas, sprites, Math.floor(channel / columns), channel % columns, columns);
}
