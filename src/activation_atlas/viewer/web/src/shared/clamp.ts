// A number within bounds.

/** The number in [least, most] that is nearest to `value`; NaN stays NaN. */
export function clamp(value: number, least = 0, most = 1): number {
  return Math.min(most, Math.max(least, value));
}
