"""UMAP from neighbours that were already found."""

import io
import warnings
from contextlib import redirect_stdout

import numpy as np
from threadpoolctl import threadpool_limits

from activation_atlas.progress import SECONDS_BETWEEN_LINES, log
from activation_atlas.settings import MapSettings


def umap_layout(
    points: np.ndarray, index: np.ndarray, distance: np.ndarray, chosen: MapSettings, seed: int
) -> np.ndarray:
    """Return the places (n, 2) float32 of `points` (n, C) with neighbours (n, at least k - 1).

    UMAP counts a point as the first of its own k neighbours. The same seed gives the same
    bytes, for which UMAP works on one thread.
    """
    from umap import UMAP  # compiles for seconds, so only where it is used

    others = chosen.neighbours - 1
    own = np.arange(len(points), dtype=np.int32)[:, None]
    near = np.concatenate([own, index[:, :others]], axis=1)
    far = np.pad(distance[:, :others], ((0, 0), (1, 0)))
    model = UMAP(
        n_neighbors=chosen.neighbours,
        min_dist=chosen.min_dist,
        metric=chosen.metric,
        n_epochs=chosen.epochs,
        random_state=seed,
        n_jobs=1,
        precomputed_knn=(near, far, None),
        disconnection_distance=np.inf,  # else a sample orthogonal to all others gets no place
        verbose=True,
        tqdm_kwds={
            "file": _LogLines(),
            "mininterval": SECONDS_BETWEEN_LINES,
            "bar_format": "UMAP: {n_fmt}/{total_fmt} epochs, {elapsed}",
        },
    )
    with warnings.catch_warnings(), threadpool_limits(1), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        return model.fit_transform(points).astype(np.float32)


class _LogLines(io.StringIO):
    """Hands each state of UMAP's progress bar to the log as a line."""

    def write(self, text: str) -> int:
        if line := text.strip():
            log.info(line)
        return len(text)
