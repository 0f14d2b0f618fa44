// The whole map in a corner, with the part that is in view.

import { clamp } from "../shared/clamp";
import { byId, h } from "../shared/dom";
import { address } from "../shared/load";
import type { Stage } from "./stage";

export class Minimap {
  private box = byId("minimap");
  private image = h("img", { alt: "", draggable: "false" });
  private rim = h("div", { class: "minimap-view" });

  constructor(private stage: Stage) {
    this.box.append(this.image, this.rim);
    this.box.setAttribute("role", "img");
    this.box.setAttribute("aria-label", "The whole map and the part of it that is in view");
    stage.viewer.addHandler("update-viewport", () => this.draw());
    this.box.addEventListener("pointerdown", (event) => {
      this.box.setPointerCapture(event.pointerId);
      this.follow(event);
    });
    this.box.addEventListener("pointermove", (event) => {
      if (this.box.hasPointerCapture(event.pointerId)) this.follow(event);
    });
  }

  show(folder: string, format: string): void {
    this.image.src = address(`${folder}/atlas_files/${this.stage.wholeLevel()}/0_0.${format}`);
  }

  private draw(): void {
    const { x, y } = this.stage.origin();
    const width = this.stage.mapWidth();
    const [left, right] = [clamp(-x / width), clamp((this.stage.width - x) / width)];
    const [top, bottom] = [clamp(-y / width), clamp((this.stage.height - y) / width)];
    this.rim.style.cssText = `left:${left * 100}%;top:${top * 100}%;`
      + `width:${(right - left) * 100}%;height:${(bottom - top) * 100}%`;
    this.box.classList.toggle("idle", right - left > 0.98 && bottom - top > 0.98);
  }

  private follow(event: PointerEvent): void {
    const place = this.box.getBoundingClientRect();
    this.stage.go({
      x: (event.clientX - place.left) / place.width,
      y: (event.clientY - place.top) / place.height,
      z: this.stage.view(false).z,
    });
  }
}
