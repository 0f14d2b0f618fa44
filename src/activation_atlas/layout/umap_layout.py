"""UMAP from neighbours that were already found."""

import io
import warnings
from contextlib import redirect_stdout

import numpy as np
from threadpoolctl import threadpool_limits

from activation_atlas.layout.memberships import fuzzy_union
from activation_atlas.progress import SECONDS_BETWEEN_LINES, log
from activation_atlas.settings import MapSettings

NEGATIVES = 5


def umap_layout(
    points: np.ndarray, index: np.ndarray, distance: np.ndarray, chosen: MapSettings, seed: int
) -> np.ndarray:
    """Return the places (n, 2) float32 of `points` (n, C) with neighbours (n, at least k - 1).

    UMAP counts a point as the first of its own k neighbours. The same seed gives the same
    bytes, for which UMAP works on one thread.
    """
    from umap.umap_ import find_ab_params, simplicial_set_embedding  # imports for seconds

    others = chosen.neighbours - 1
    graph = fuzzy_union(index[:, :others], distance[:, :others])
    a, b = find_ab_params(1.0, chosen.min_dist)
    with warnings.catch_warnings(), threadpool_limits(1), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        places, _ = simplicial_set_embedding(
            points,
            graph,
            n_components=2,
            initial_alpha=1.0,
            a=a,
            b=b,
            gamma=1.0,
            negative_sample_rate=NEGATIVES,
            n_epochs=chosen.epochs,
            init="spectral",
            random_state=np.random.RandomState(seed),  # noqa: NPY002 (what UMAP takes)
            metric=chosen.metric,
            metric_kwds={},
            densmap=False,
            densmap_kwds={},
            output_dens=False,
            verbose=True,
            tqdm_kwds={
                "file": _LogLines(),
                "mininterval": SECONDS_BETWEEN_LINES,
                "bar_format": "UMAP: {n_fmt}/{total_fmt} epochs, {elapsed}",
            },
        )
    return places.astype(np.float32)


class _LogLines(io.StringIO):
    """Hands each state of UMAP's progress bar to the log as a line."""

    def write(self, text: str) -> int:
        if line := text.strip():
            log.info(line)
        return len(text)
