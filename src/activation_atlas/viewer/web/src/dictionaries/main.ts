// Starts the page once its table of contents has arrived.

import { notify } from "../shared/notice";
import { load } from "../shared/load";
import { startTheme } from "../shared/theme";
import { App } from "./app";
import type { Manifest } from "./types";

startTheme(() => {});
load<Manifest>("index.data/manifest.js")
  .then((manifest) => new App(manifest).start())
  .catch(notify);
