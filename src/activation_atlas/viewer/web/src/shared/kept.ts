// What was loaded once and is asked for again.

export class Kept<T> {
  private promises = new Map<string, Promise<T>>();

  constructor(private most = Infinity) {} // kept at once; the oldest goes first

  /** What is kept at `key`, or loaded now; what failed is forgotten, as a later try may succeed. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const { promises } = this;
    const known = promises.get(key);
    if (known) return known;
    const promise = load();
    promise.catch(() => promises.delete(key));
    promises.set(key, promise);
    if (promises.size > this.most) promises.delete(promises.keys().next().value as string);
    return promise;
  }
}
