// The details of a channel: its picture at full size, and what in the run's images excites it most.

import { h } from "../shared/dom";
import { showFacts, type Fact } from "../shared/facts";
import { plain, signed } from "../shared/format";
import { cut, picture, sheet } from "../shared/images";
import { closePanel, openPanel, panelHead, panelSection } from "../shared/panel";
import { total, whole, type Attribution, type Reading } from "./reading";
import type { LayerFacts, Spot } from "./types";
import { drawSprite } from "./words";

export interface ChannelContext {
  layer: LayerFacts;
  channel: number;
  sprites: HTMLImageElement;
  folder: string; // of the layer's pictures
  select(channel: number): void;
  close(): void;
  failed(error: unknown): void;
}

const facts = h("dl", { class: "facts" });

export function hideChannel(): void {
  closePanel();
}

export function showChannel(context: ChannelContext): void {
  const { layer, channel, sprites, select, close } = context;
  const hero = picture("hero", `Feature visualization of channel ${channel} of ${layer.name}`);
  const head = panelHead({
    eyebrow: `${layer.name}, ${layer.channels} channels`,
    title: `Channel ${channel}`,
    one: "channel",
    step: (by) => select((channel + by + layer.channels) % layer.channels),
    close,
  });
  openPanel(head, h("div", { class: "lead" }, hero, facts), examples(context));
  drawSprite(hero, sprites, channel, layer);
}

/** What the channel does in the image now shown. */
export function tellChannel(
  channel: number, reading: Reading, spot: Spot, attribution: Attribution | null, name: string,
): void {
  const values = reading.channel(channel);
  const here = reading.span(spot);
  const rows: Fact[] = [
    ["Here", plain(reading.mean(here)[channel]), "Activation at the selected place (mean of a region)"],
    ["At most in this image", plain(Math.max(...values)), "Largest activation over all places"],
  ];
  if (attribution) {
    const added = signed(attribution.within(here)[channel]);
    const everywhere = signed(attribution.within(whole(reading))[channel]);
    const ofAll = signed(total(attribution.places));
    rows.push(
      ["Attribution here", added, `What the channel adds at this place for ${name}`],
      ["In the whole image", everywhere, `Of ${ofAll} that the layer adds for ${name}`]);
  }
  showFacts(facts, rows);
}

function examples({ layer, channel, folder, failed }: ChannelContext): HTMLElement {
  const count = layer.examples[channel];
  const canvases = Array.from({ length: count }, (_, rank) =>
    picture("patch", `Example ${rank + 1} of channel ${channel}`));
  if (count) {
    sheet(`${folder}/examples/${channel}.webp`)
      .then((strip) => canvases.forEach((canvas, rank) => cut(canvas, strip, 0, rank, count)))
      .catch(failed);
  }
  return panelSection("Real images that excite it most",
    "As much of an image as a place of the layer sees, the strongest first",
    h("div", { class: "patches examples" }, ...canvases));
}
