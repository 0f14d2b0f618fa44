"""A prior of images by their patches: a mixture of Gaussians of 8 × 8 pixels.

Zoran and Weiss 2011, "From Learning Models of Natural Image Patches to Whole Image Restoration",
section 3, with colour. Olah et al. 2017, "Feature Visualization", name such mixtures among the
learned priors.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch import Tensor
from torch.nn import functional

from activation_atlas import seeds
from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.corpus import colours
from activation_atlas.optimize.objectives.objective import Objective, Outputs

SIDE = 8  # pixels
AXES = 64  # principal ones of a patch's 192; what lies off them counts as white noise
COMPONENTS = 32
PATCHES = 20_000  # to learn from
LEAST_VARIANCE = (2 / 255) ** 2  # of any axis: flat patches have none of their own
ITERATIONS, TOLERANCE = 30, 0.1  # at most so many; enough once the mean log density gains less


@dataclass(frozen=True, eq=False)
class PatchMixture:
    """The density of 8 × 8 patches of images, each about its own mean colour.

    On the principal axes it is a mixture of K Gaussians of full covariance, off them white noise.

    Attributes:
        axes: (A, 192) orthonormal; a patch is its red, its green, then its blue pixels.
        noise: Variance along every direction off the axes.
        weights: (K,), sum 1.
        means: (K, A) on the axes.
        whitening: (K, A, A); a vector z about a component's mean times its matrix is white.
    """

    axes: np.ndarray
    noise: float
    weights: np.ndarray
    means: np.ndarray
    whitening: np.ndarray

    @classmethod
    def fit(
        cls,
        images: np.ndarray | Sequence[np.ndarray],
        generator: np.random.Generator,
        components: int = COMPONENTS,
        patches: int = PATCHES,
    ) -> "PatchMixture":
        """Learn the mixture from patches at random places of random images.

        Args:
            images: (N, H, W, 3) uint8, or a list of (H, W, 3) uint8 of any sizes.
            generator: Chooses the patches and where the components start.
            components: Gaussians of the mixture.
            patches: Patches to learn from; more than components.

        Raises:
            AtlasError: If there is no image, or one that isn't RGB of at least 8 pixels a side.
        """
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.mixture import GaussianMixture

        drawn = _drawn(colours(images, SIDE), generator, patches)
        with warnings.catch_warnings(), threadpool_limits(1):  # more threads round otherwise
            warnings.simplefilter("ignore", ConvergenceWarning)
            variances, directions = np.linalg.eigh(drawn.T @ drawn / len(drawn))
            axes = np.ascontiguousarray(directions[:, -AXES:].T)
            off_axes = variances[:-AXES].sum() / (variances.size - 3 - AXES)
            mixture = GaussianMixture(
                components,
                reg_covar=LEAST_VARIANCE,
                max_iter=ITERATIONS,
                tol=TOLERANCE,
                init_params="random_from_data",
                random_state=int(generator.integers(2**31)),
            ).fit(drawn @ axes.T)
        return cls(
            axes,
            max(float(off_axes), LEAST_VARIANCE),
            mixture.weights_,
            mixture.means_,
            mixture.precisions_cholesky_,
        )

    def objective(self) -> Objective:
        """Return the mean log density of the images' patches, a pixel.

        Patches lie side by side from an offset that changes with the progress of the run, the same
        for all images. Images are those decoded, before any transform.

        Raises:
            AtlasError: When scoring, if the images are smaller than a patch.
        """
        matrix = torch.from_numpy(np.concatenate(list(self.whitening), 1))
        shift = torch.from_numpy(np.einsum("ka,kab->kb", self.means, self.whitening).ravel())
        constant = torch.from_numpy(self._log_constants())
        axes = torch.from_numpy(self.axes)

        def score(outputs: Outputs) -> Tensor:
            images = outputs.images
            patches = _side_by_side(images, outputs.progress)
            places = _each(patches, axes.T.to(images))
            white = _each(places, matrix.to(images)) - shift.to(images)
            distance = white.unflatten(2, (len(self.weights), -1)).square().sum(3)
            density = (constant.to(images) - 0.5 * distance).logsumexp(2)
            off_axes = patches.square().sum(2) - places.square().sum(2)
            return (density - 0.5 * off_axes / self.noise).mean(1) / SIDE**2

        return Objective(score)

    def _log_constants(self) -> np.ndarray:
        """Return the logarithm of each component's weight and norm, (K,)."""
        off_axes = 3 * (SIDE**2 - 1) - len(self.axes)
        volume = np.linalg.slogdet(self.whitening)[1] - 0.5 * off_axes * np.log(self.noise)
        return np.log(self.weights) + volume - 0.5 * 3 * (SIDE**2 - 1) * np.log(2 * np.pi)


def _drawn(images: list[np.ndarray], generator: np.random.Generator, count: int) -> np.ndarray:
    """Return patches about their mean colour, (count, 192)."""
    patches = np.empty((count, 3, SIDE, SIDE))
    for patch, number in zip(patches, generator.integers(len(images), size=count)):
        image = images[number]
        row, column = (generator.integers(length - SIDE + 1) for length in image.shape[:2])
        patch[:] = image[row : row + SIDE, column : column + SIDE].transpose(2, 0, 1)
    return (patches - patches.mean((2, 3), keepdims=True)).reshape(count, -1)


def _side_by_side(images: Tensor, progress: float) -> Tensor:
    """Return the images' patches about their mean colour, (B, patches, 192)."""
    height, width = images.shape[2:]
    if min(height, width) < SIDE:
        raise AtlasError(
            f"The patch prior needs images of at least {SIDE} × {SIDE} pixels, not "
            f"{width} × {height}; make them larger."
        )
    row, column = seeds.generator("patches", progress).integers(SIDE, size=2)
    # Mirrored beyond its border, an image lies under patches as a whole, wherever they begin.
    mirrored = functional.pad(images, (SIDE - 1,) * 4, mode="reflect")
    columns = functional.unfold(mirrored[:, :, row:, column:], SIDE, stride=SIDE)
    patches = columns.transpose(1, 2).unflatten(2, (3, -1))
    return (patches - patches.mean(3, keepdim=True)).flatten(2)


def _each(vectors: Tensor, matrix: Tensor) -> Tensor:
    """Return vectors (B, n, i) times a matrix (i, j), image by image."""
    return torch.bmm(vectors, matrix.expand(len(vectors), -1, -1))
