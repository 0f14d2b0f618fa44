"""Under which terms the data that figures are made from may be used, as its publishers say."""

from collections.abc import Sequence

PUBLIC = "public domain"
CC0 = "CC0"
UNSAID = "shipped with scikit-image, which names no licence of its own"
PHOTOS = {
    "astronaut": f"{PUBLIC} (NASA)",
    "brick": f"{CC0} (CC0Textures)",
    "camera": f"{CC0} (Lav Varshney)",
    "chelsea": f"{CC0} (Stefan van der Walt)",
    "china": "CC BY 2.0 (danielbuechele)",
    "coffee": f"{CC0} (Rachel Michetti)",
    "coins": "no known restrictions (Brooklyn Museum)",
    "flower": "CC BY 2.0 (vultilion)",
    "grass": f"{CC0} (CC0Textures)",
    "gravel": f"{CC0} (CC0Textures)",
    "hubble_deep_field": f"{PUBLIC} (NASA)",
    "moon": UNSAID,
    "motorcycle": "Middlebury 2014 stereo benchmark, " + UNSAID,
    "page": UNSAID,
    "retina": CC0,
    "rocket": f"{PUBLIC} (SpaceX)",
    "text": PUBLIC,
}
"""The sample photos, as scikit-image and scikit-learn describe them."""
WEIGHTS = {
    "package": "EfficientNet-Lite0 by a package that names no licence; TensorFlow publishes the"
    " original under Apache 2.0",
    "download": "as torchvision or timm publish the weights",
    "file": "the user's own weights",
    "random": "none: the weights are random numbers",
}
IMAGES = {
    "photos": "sample photos of scikit-image and scikit-learn",
    "folder": "the user's own images",
    "tar": "the user's own images",
}


def licences(weights: str, images: str, photos: Sequence[str]) -> dict[str, object]:
    """Return the terms of a figure's data.

    Args:
        weights: Where the network's weights come from, as the config has it.
        images: Where the run's images come from, as the config has it.
        photos: Names of the sample photos that the figure shows.
    """
    shown = {name: PHOTOS[name] for name in photos}
    return {"weights": WEIGHTS[weights], "images": IMAGES[images], "photos": shown}
