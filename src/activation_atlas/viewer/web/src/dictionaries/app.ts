// Brings the parts together: state in, pictures out; what the reader does, into the state.

import { byId, h, iconButton } from "../shared/dom";
import { oncePerFrame } from "../shared/frame";
import { sheet } from "../shared/images";
import { listenToKeys } from "../shared/keyboard";
import { dismiss, notify, say } from "../shared/notice";
import { Store } from "../shared/store";
import { mark, switchRow } from "../shared/switches";
import { startTheme, toggleTheme } from "../shared/theme";
import { hideChannel, showChannel, tellChannel } from "./channel";
import { showClasses } from "./classes";
import { openHelp } from "./help";
import { bookKeys } from "./keyboard";
import { LayerView, spokenClass, type LayerActions } from "./layer";
import type { Cover } from "./paint";
import { Photo } from "./photo";
import { listenToPointer } from "./pick";
import { largest, loadAttribution, shares, type Attribution } from "./reading";
import { firstState, formatHash, known, parseHash, samePart, type State } from "./state";
import type { ImageFacts, Manifest, Part, Spot, View } from "./types";

const VIEWS: Record<View, string> = {
  icons: "All icons alike",
  sized: "Icons sized by magnitude",
  magnitude: "Magnitude alone",
};
const WORDS: Record<View, string> = { icons: "Icons", sized: "Sized", magnitude: "Magnitude" };

/** Where the reader points just now. */
interface Look {
  spot: Spot | null;
  layer: string | null; // of the grid pointed at
  group: Part | null;
  channel: Part | null;
}

/** What is laid over photo and grid. */
interface LaidOver extends Part {
  kind: string;
  of: "group" | "channel";
}

export class App {
  private store: Store<State>;
  private photo = new Photo();
  private layers: LayerView[];
  private attributions = new Map<string, Attribution>(); // by layer
  private look: Look = { spot: null, layer: null, group: null, channel: null };
  private imageSwitch: HTMLElement;
  private viewSwitch: HTMLElement;
  private turn = 0;
  private redraw = oncePerFrame(() => this.draw());

  constructor(private manifest: Manifest) {
    this.store = new Store(firstState(manifest), {
      format: formatHash, parse: parseHash, known: (state) => known(state, manifest),
    });
    this.layers = manifest.layers.map((layer) => new LayerView(layer, this.actions(layer.name)));
    byId("layers").append(...this.layers.map(({ element }) => element));
    const names = manifest.images.map(({ name }) => name);
    this.imageSwitch = switchRow("Image", names, (image) => this.goTo(image), (image) => image);
    this.viewSwitch = switchRow("View", Object.keys(VIEWS),
      (view) => this.store.set({ view: view as View }), (view) => VIEWS[view as View], WORDS);
    this.makeControls();
  }

  async start(): Promise<void> {
    const { store } = this;
    store.state = known({ ...store.state, ...parseHash(location.hash) }, this.manifest);
    store.listen((now, before) => void this.changed(now, before));
    this.listen();
    await this.showImage();
    await this.showAttributions();
    this.showPanel();
  }

  private get image(): ImageFacts {
    return this.manifest.images.find(({ name }) => name === this.store.state.image)!;
  }

  private get active(): LayerView {
    return this.view(this.store.state.layer);
  }

  /** The classes that attributions are to, in words. */
  private get className(): string {
    const { own, other } = this.store.state;
    return own === null ? "" : spokenClass(this.manifest.classes, own, other);
  }

  private view(layer: string): LayerView {
    return this.layers.find((view) => view.layer.name === layer)!;
  }

  private folder(layer: string): string {
    return `index.data/images/${this.store.state.image}/${layer}`;
  }

  private async changed(now: State, before: State): Promise<void> {
    const another = now.image !== before.image;
    if (another && !(await this.showImage())) return;
    if (!this.store.state.spot) this.store.move({ spot: this.strongest() });
    if (another || now.own !== before.own || now.other !== before.other) await this.showAttributions();
    if (another || !samePart(now.channel, before.channel)) this.showPanel();
    this.redraw();
    this.speak();
  }

  /** Shows the chosen image; false where another was chosen in the meantime. */
  private async showImage(): Promise<boolean> {
    const turn = ++this.turn;
    const { image } = this;
    mark(this.imageSwitch, image.name);
    this.attributions.clear();
    const photo = sheet(`index.data/images/${image.name}/image.png`).then((picture) => {
      if (turn === this.turn) this.photo.show(picture, image);
    });
    const layers = this.layers.map((view) => {
      const { name } = view.layer;
      const sprites = `index.data/layers/${name}/sprites.webp`;
      return view.load(this.folder(name), sprites, image.groups[name]);
    });
    const loaded = await Promise.allSettled([photo, ...layers]);
    if (turn !== this.turn) return false;
    for (const each of loaded) if (each.status === "rejected") notify(each.reason);
    this.store.move(this.store.state.spot ? {} : { spot: this.strongest() });
    this.redraw();
    return true;
  }

  private strongest(): Spot {
    return this.active.reading?.strongest() ?? { x: 0.5, y: 0.5, to: null };
  }

  private async showAttributions(): Promise<void> {
    const { image, own, other } = this.store.state;
    this.showClasses();
    this.attributions.clear();
    if (own !== null) {
      try {
        const found = await Promise.all(this.layers.map(async ({ layer, reading }) =>
          reading && loadAttribution(this.folder(layer.name), reading, own, other)));
        const { state } = this.store;
        if (state.image !== image || state.own !== own || state.other !== other) return;
        found.forEach((each, at) => each && this.attributions.set(this.layers[at].layer.name, each));
      } catch (error) {
        notify(error);
      }
    }
    this.redraw();
  }

  private showPanel(): void {
    const { channel } = this.store.state;
    const { layer, sprites } = channel ? this.view(channel.layer) : { layer: null, sprites: null };
    document.body.classList.toggle("opened", sprites !== null);
    if (channel && layer && sprites) {
      showChannel({
        layer, sprites, channel: channel.index, folder: `index.data/layers/${layer.name}`,
        select: (index) => this.store.set({ channel: { layer: layer.name, index } }),
        close: () => this.store.set({ channel: null }),
        failed: notify,
      });
    } else hideChannel();
    this.redraw();
  }

  private draw(): void {
    const { look } = this;
    const { spot: chosen, channel, layer, view } = this.store.state;
    mark(this.viewSwitch, view);
    const part = this.part();
    const cover = this.cover(part?.layer ?? layer);
    this.photo.draw({
      reading: this.view(look.layer ?? layer).reading, spot: chosen, look: look.spot, cover,
    });
    byId("caption").textContent = this.caption(part, cover);
    if (!chosen) return;
    const spot = look.spot ?? chosen;
    this.drawLayers(spot, chosen);
    const reading = channel && this.view(channel.layer).reading;
    if (!channel || !reading) return;
    const attribution = this.attributions.get(channel.layer) ?? null;
    tellChannel(channel.index, reading, spot, attribution, this.className);
  }

  private caption(part: LaidOver | null, cover: Cover | null): string {
    const { width, height } = this.image;
    if (part) return `${part.kind} of ${part.layer}`;
    if (cover) return `Where ${this.store.state.layer} speaks for ${this.className}`;
    return `${width} × ${height} px, as the network saw it`;
  }

  private drawLayers(spot: Spot, chosen: Spot): void {
    const { state } = this.store;
    for (const view of this.layers) {
      const { name } = view.layer;
      view.update({
        active: name === state.layer, view: state.view, spot, chosen, look: this.look.spot,
        cover: this.cover(name), attribution: this.attributions.get(name) ?? null,
        class: this.className, group: state.group, channel: state.channel,
      });
    }
  }

  /** The group or channel that is laid over photo and grid: the one pointed at, or the chosen one. */
  private part(): LaidOver | null {
    const { look } = this;
    const { group, channel } = this.store.state;
    const shown = look.channel ?? (look.group ? null : group ? null : channel);
    if (shown) return { ...shown, kind: `Channel ${shown.index}`, of: "channel" };
    const shownGroup = look.group ?? group;
    return shownGroup && { ...shownGroup, kind: `Group ${shownGroup.index + 1}`, of: "group" };
  }

  /** What lies over a layer's map: a part, or the attribution to the class. */
  private cover(layer: string): Cover | null {
    const { reading } = this.view(layer);
    if (!reading) return null;
    const part = this.part();
    const { height, width } = reading;
    if (part) {
      if (part.layer !== layer) return null;
      const values = part.of === "group" ? reading.group(part.index) : reading.channel(part.index);
      return { shares: shares(values), height, width };
    }
    const attribution = this.attributions.get(layer);
    return attribution ? { shares: shares(attribution.places), height, width } : null;
  }

  private actions(layer: string): LayerActions {
    const { store, look } = this;
    const part = (index: number | null) => (index === null ? null : { layer, index });
    const point = (change: Partial<Look>) => {
      Object.assign(look, change);
      this.redraw();
    };
    return {
      activate: () => store.set({ layer }),
      look: (spot) => point({ spot, layer: spot && layer }),
      choose: (spot) => store.set({ spot, layer }),
      lookAtGroup: (index) => point({ group: part(index) }),
      lookAtChannel: (index) => point({ channel: part(index) }),
      chooseGroup: (index) => {
        const chosen = samePart(store.state.group, part(index)) ? null : part(index);
        store.set({ group: chosen, channel: null });
      },
      open: (index) => {
        const chosen = samePart(store.state.channel, part(index)) ? null : part(index);
        store.set({ channel: chosen, group: null });
      },
    };
  }

  private listen(): void {
    const { store, look } = this;
    listenToPointer(this.photo.canvas, {
      look: (spot) => {
        Object.assign(look, { spot, layer: null });
        this.redraw();
      },
      choose: (spot) => store.set({ spot }),
    });
    new ResizeObserver(() => this.redraw()).observe(byId("layers"));
    this.listenToKeys();
  }

  private listenToKeys(): void {
    listenToKeys({
      arrow: (right, down, extend) => this.walk(right, down, extend),
      layer: (step) => this.stepLayer(step),
      open: () => this.openStrongest(),
      theme: () => toggleTheme(() => this.redraw()),
      help: () => openHelp(this.manifest),
      escape: () => this.leave(),
    }, bookKeys({
      image: (step) => this.stepImage(step),
      view: () => this.nextView(),
      class: (rank) => {
        const index = this.image.classes[rank];
        if (rank < 0) this.chooseClass(null, null);
        else if (index !== undefined) this.chooseClass(index, null);
      },
    }));
  }

  private stepImage(step: number): void {
    const { images } = this.manifest;
    const next = images[images.indexOf(this.image) + step];
    if (next) this.goTo(next.name);
  }

  private nextView(): void {
    const views = Object.keys(VIEWS) as View[];
    const { view } = this.store.state;
    this.store.set({ view: views[(views.indexOf(view) + 1) % views.length] });
  }

  private openStrongest(): void {
    const [index] = this.strongestChannels(1);
    const { layer } = this.store.state;
    if (index !== undefined) this.store.set({ channel: { layer, index }, group: null });
  }

  private goTo(image: string): void {
    this.store.set({ image, spot: null, group: null });
  }

  private chooseClass(own: number | null, other: number | null): void {
    this.store.set({ own, other });
  }

  private walk(right: number, down: number, extend: boolean): void {
    const { spot } = this.store.state;
    const { reading } = this.active;
    if (spot && reading) this.store.set({ spot: reading.step(spot, right, down, extend) });
  }

  private stepLayer(step: number): void {
    const next = this.layers[this.layers.indexOf(this.active) + step];
    if (!next) return;
    this.store.set({ layer: next.layer.name });
    next.element.scrollIntoView({ block: "nearest" });
  }

  private leave(): void {
    const { store } = this;
    const { channel, group, spot, own } = store.state;
    if (dismiss()) return;
    if (channel) store.set({ channel: null });
    else if (group) store.set({ group: null });
    else if (spot?.to) store.set({ spot: { ...spot, to: null } });
    else if (own !== null) this.chooseClass(null, null);
  }

  private strongestChannels(count: number): number[] {
    const { reading } = this.active;
    const { spot } = this.store.state;
    return reading && spot ? largest(reading.mean(reading.span(spot)), count) : [];
  }

  private speak(): void {
    const { spot, layer } = this.store.state;
    const { reading } = this.active;
    if (!spot || !reading) return;
    const { top, left } = reading.span(spot);
    const channels = this.strongestChannels(3).join(", ");
    say(`Row ${top + 1}, column ${left + 1} of ${layer}: channels ${channels || "all silent"}`);
  }

  private showClasses(): void {
    const { own, other } = this.store.state;
    showClasses({
      image: this.image, names: this.manifest.classes, own, other,
      choose: (index, against) => this.chooseClass(index, against),
    });
  }

  private makeControls(): void {
    byId("switches").append(this.imageSwitch, this.viewSwitch);
    startTheme(() => this.redraw());
    byId("actions").append(
      h("a", { class: "elsewhere", href: "../atlas/index.html" }, "Atlas"),
      iconButton("theme", "Light or dark (T)", () => toggleTheme(() => this.redraw())),
      iconButton("help", "Help (?)", () => openHelp(this.manifest)));
  }
}
