"""t-SNE from neighbours that were already found."""

import math
import warnings

import numpy as np
from threadpoolctl import threadpool_limits

from activation_atlas.progress import Progress
from activation_atlas.settings import MapSettings

EPOCHS = 750
EXAGGERATED = 250
LINE_EVERY = 25


def tsne_layout(
    points: np.ndarray, index: np.ndarray, distance: np.ndarray, chosen: MapSettings, seed: int
) -> np.ndarray:
    """Return the places (n, 2) float32 of `points` (n, C) with neighbours (n, >= 3 perplexity).

    Starts from the two main components; at most a third of the iterations is spent on early
    exaggeration. The same seed gives the same bytes.
    """
    from openTSNE import TSNE, affinity, initialization, nearest_neighbors

    k = math.ceil(3 * chosen.perplexity)
    epochs = chosen.epochs or EPOCHS
    early = min(EXAGGERATED, epochs // 3)
    known = nearest_neighbors.PrecomputedNeighbors(
        np.ascontiguousarray(index[:, :k]), distance[:, :k].astype(np.float64)
    )
    with (
        warnings.catch_warnings(),
        threadpool_limits(1),
        Progress("t-SNE", epochs, "iterations") as progress,
    ):
        warnings.simplefilter("ignore")
        similar = affinity.PerplexityBasedNN(
            knn_index=known, perplexity=chosen.perplexity, n_jobs=1
        )
        model = TSNE(
            perplexity=chosen.perplexity,
            learning_rate=chosen.learning_rate,
            early_exaggeration_iter=early,
            n_iter=epochs - early,
            random_state=seed,
            n_jobs=1,
            callbacks=lambda *_: progress.advance(LINE_EVERY),
            callbacks_every_iters=LINE_EVERY,
        )
        start = initialization.pca(points, random_state=seed)
        return np.asarray(model.fit(affinities=similar, initialization=start), np.float32)
