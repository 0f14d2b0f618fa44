"""One random spatial activation an image and layer, its attribution to the classes, the store.

Sampling imports torch once it is asked for; reading samples does without.
"""

from pathlib import Path

from activation_atlas.samples.gather import gather
from activation_atlas.samples.store import Samples, open_samples
from activation_atlas.settings import RunSettings

__all__ = ["Samples", "gather", "open_samples", "sample_part"]


def sample_part(run: Path, settings: RunSettings, part: int) -> dict:
    """Sample one part; see :func:`activation_atlas.samples.sampler.sample_part`."""
    from activation_atlas.samples import sampler

    return sampler.sample_part(run, settings, part)
