// The details of a channel: its picture at full size, and what in the run's images excites it most.

import { byId, h, iconButton } from "../dom";
import { signed } from "../format";
import { cut, sheet } from "../images";
import type { Attribution, Reading } from "./reading";
import { total } from "./reading";
import type { LayerFacts, Spot } from "./types";
import { drawSprite, plain } from "./words";

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
  byId("panel").hidden = true;
}

export function showChannel(context: ChannelContext): void {
  const { layer, channel, sprites, select, close } = context;
  const step = (by: number) => select((channel + by + layer.channels) % layer.channels);
  const panel = byId("panel");
  const hero = picture("hero", `Feature visualization of channel ${channel} of ${layer.name}`);
  panel.replaceChildren(
    h("header", { class: "panel-head" },
      h("div", { class: "panel-title" },
        h("p", { class: "eyebrow" }, `${layer.name}, ${layer.channels} channels`),
        h("h2", {}, `Channel ${channel}`)),
      h("div", { class: "panel-steps" },
        iconButton("back", "Previous channel", () => step(-1)),
        iconButton("on", "Next channel", () => step(1)),
        iconButton("close", "Close details (Esc)", close))),
    h("div", { class: "lead" }, hero, facts),
    examples(context));
  panel.hidden = false;
  panel.scrollTop = 0;
  drawSprite(hero, sprites, channel, layer);
}

/** What the channel does in the image now shown. */
export function tellChannel(
  channel: number, reading: Reading, spot: Spot, attribution: Attribution | null, name: string,
): void {
  const values = reading.channel(channel);
  const here = reading.mean(reading.span(spot))[channel];
  const rows: [string, string, string][] = [
    ["Here", plain(here), "Activation at the selected place (mean of a region)"],
    ["At most in this image", plain(Math.max(...values)), "Largest activation over all places"],
  ];
  if (attribution) {
    const whole = { top: 0, left: 0, bottom: reading.height - 1, right: reading.width - 1 };
    const within = (span: typeof whole) => signed(attribution.within(span)[channel]);
    const everywhere = within(whole);
    rows.push(
      ["Attribution here", within(reading.span(spot)), `What the channel adds at this place for ${name}`],
      ["In the whole image", everywhere, `Of ${signed(total(attribution.places))} that the layer adds for ${name}`]);
  }
  facts.replaceChildren(...rows.map(([term, value, title]) =>
    h("div", { title }, h("dt", {}, term), h("dd", {}, value))));
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
  return h("section", {},
    h("h3", { title: "As much of an image as a place of the layer sees, the strongest first" },
      "Real images that excite it most"),
    h("div", { class: "patches examples" }, ...canvases));
}

function picture(kind: string, label: string): HTMLCanvasElement {
  return h("canvas", { class: kind, role: "img", "aria-label": label, width: 1, height: 1 });
}
