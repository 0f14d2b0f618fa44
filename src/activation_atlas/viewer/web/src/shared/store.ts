// Holds a page's state, tells of changes, and writes them into the browser's history.

export interface Hashes<S> {
  format(state: S): string;
  parse(hash: string): Partial<S>;
  known(state: S): S; // one that the page can show
}

type Listener<S> = (state: S, before: S) => void;

export class Store<S> {
  private listeners: Listener<S>[] = [];

  constructor(public state: S, private hashes: Hashes<S>) {
    addEventListener("popstate", () => {
      this.change({ ...this.state, ...hashes.parse(location.hash) });
    });
  }

  listen(listener: Listener<S>): void {
    this.listeners.push(listener);
  }

  /** A step of the reader's, to which "back" returns. */
  set(change: Partial<S>): void {
    this.change({ ...this.state, ...change });
    const hash = this.hashes.format(this.state);
    if (hash !== location.hash) history.pushState(null, "", hash);
  }

  /** A change that is no step of its own, of which nobody needs to be told. */
  move(change: Partial<S>): void {
    this.state = { ...this.state, ...change };
    history.replaceState(null, "", this.hashes.format(this.state));
  }

  private change(wanted: S): void {
    const before = this.state;
    this.state = this.hashes.known(wanted);
    for (const listener of this.listeners) listener(this.state, before);
  }
}
