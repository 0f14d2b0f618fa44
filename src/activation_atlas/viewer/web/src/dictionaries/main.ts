// Starts the page once its table of contents has arrived.

import { notify } from "../notice";
import { load } from "../registry";
import { startTheme } from "../theme";
import { App } from "./app";
import type { Manifest } from "./types";

startTheme(() => {});
load<Manifest>("index.data/manifest.js")
  .then((manifest) => new App(manifest).start())
  .catch(notify);
