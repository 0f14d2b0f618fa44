// What one image is to one layer.

import { clamp } from "../shared/clamp";
import { unpack } from "../shared/half";
import { Kept } from "../shared/kept";
import { load } from "../shared/load";
import type { ClassData, ReadingData, Spot } from "./types";

/** Places of a layer's map, first and last included. */
export interface Span {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** A map over the places of a layer, times as many values a place as there are channels. */
abstract class LayerMap {
  constructor(
    readonly height: number, readonly width: number, readonly channels: number,
    protected values: Float32Array,
  ) {}

  /** The sum over a span, channel by channel. */
  protected sum({ top, bottom, left, right }: Span): Float32Array {
    const { width, channels, values } = this;
    const total = new Float32Array(channels);
    for (let row = top; row <= bottom; row++) {
      for (let col = left; col <= right; col++) {
        const start = (row * width + col) * channels;
        for (let channel = 0; channel < channels; channel++) total[channel] += values[start + channel];
      }
    }
    return total;
  }
}

export class Reading extends LayerMap {
  readonly length: Float32Array; // of each place's activation
  private shares: Float32Array;

  constructor(readonly data: ReadingData) {
    super(...data.shape, unpack(data.activation));
    this.shares = unpack(data.share);
    const { channels, values } = this;
    this.length = Float32Array.from({ length: this.height * this.width }, (_, place) =>
      norm(values.subarray(place * channels, (place + 1) * channels)));
  }

  span({ x, y, to }: Spot): Span {
    const [row, col] = [cellOf(y, this.height), cellOf(x, this.width)];
    const [other, beside] = to ? [cellOf(to.y, this.height), cellOf(to.x, this.width)] : [row, col];
    return {
      top: Math.min(row, other), bottom: Math.max(row, other),
      left: Math.min(col, beside), right: Math.max(col, beside),
    };
  }

  /** The mean activation over a span. */
  mean(span: Span): Float32Array {
    const size = places(span);
    return this.sum(span).map((value) => value / size);
  }

  /** One channel at every place. */
  channel(index: number): Float32Array {
    const { channels, values } = this;
    return this.length.map((_, place) => values[place * channels + index]);
  }

  /** Every place's share in a group. */
  group(index: number): Float32Array {
    const groups = this.shares.length / this.length.length;
    return this.length.map((_, place) => this.shares[place * groups + index]);
  }

  /** The length of a place's activation as a share of the strongest place's, at most 1. */
  strength(place: number): number {
    return Math.min(1, this.length[place] / (this.data.peak || 1));
  }

  /** The middle of the strongest place. */
  strongest(): Spot {
    return this.middle(...this.data.strongest);
  }

  middle(row: number, col: number): Spot {
    return { x: (col + 0.5) / this.width, y: (row + 0.5) / this.height, to: null };
  }

  /** The place beside a spot's, or the spot extended to there; at the rim one stays. */
  step(spot: Spot, right: number, down: number, extend: boolean): Spot {
    const near = this.span({ ...(spot.to ?? spot), to: null });
    const row = clamp(near.top + down, 0, this.height - 1);
    const col = clamp(near.left + right, 0, this.width - 1);
    const { x, y } = this.middle(row, col);
    return extend ? { ...spot, to: { x, y } } : { x, y, to: null };
  }
}

/** What places and channels of a layer add to a logit, or to the difference of two. */
export class Attribution extends LayerMap {
  readonly places: Float32Array;
  readonly groups: number[];

  constructor(reading: Reading, own: ClassData, other: ClassData | null) {
    const values = unpack(own.attribution);
    if (other) unpack(other.attribution).forEach((value, at) => (values[at] -= value));
    super(reading.height, reading.width, reading.channels, values);
    this.groups = own.groups.map((value, group) => value - (other?.groups[group] ?? 0));
    const { channels } = this;
    this.places = reading.length.map((_, place) =>
      total(values.subarray(place * channels, (place + 1) * channels)));
  }

  /** What each channel adds within a span. */
  within(span: Span): Float32Array {
    return this.sum(span);
  }
}

/** All places of a map. */
export function whole({ height, width }: { height: number; width: number }): Span {
  return { top: 0, bottom: height - 1, left: 0, right: width - 1 };
}

export function places({ top, bottom, left, right }: Span): number {
  return (bottom - top + 1) * (right - left + 1);
}

/** The indices of the largest positive values, the largest first. */
export function largest(values: Float32Array, count: number): number[] {
  return Array.from(values.keys())
    .filter((index) => values[index] > 0)
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, count);
}

export function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

export function norm(values: Float32Array): number {
  return Math.sqrt(total(values.map((value) => value * value)));
}

/** Values as shares of the largest, in [-1, 1]. */
export function shares(values: Float32Array): Float32Array {
  const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return peak > 0 ? values.map((value) => value / peak) : values;
}

const readings = new Kept<Reading>();

export function loadReading(folder: string): Promise<Reading> {
  return readings.get(folder, async () => new Reading(await load<ReadingData>(`${folder}/reading.js`)));
}

/** The attribution to a class, or to a class rather than another. */
export async function loadAttribution(
  folder: string, reading: Reading, own: number, other: number | null,
): Promise<Attribution> {
  const [first, second] = await Promise.all([own, other].map((index) =>
    index === null ? null : load<ClassData>(`${folder}/class/${index}.js`)));
  return new Attribution(reading, first!, second);
}

function cellOf(place: number, count: number): number {
  return clamp(Math.floor(place * count), 0, count - 1);
}
