"""What a figure's function is given: the run, its network, its classes and its photos."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.images.decode import read_image
from activation_atlas.images.photos import PREFIX, Photos
from activation_atlas.networks import Network, layer_table, load_network
from activation_atlas.networks.labels import class_names
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.settings import RunSettings
from activation_atlas.sheets.licences import licences
from activation_atlas.sheets.subjects import SUBJECTS, subjects
from activation_atlas.textures.features import Features, load_features

REACH = ("low", "middle", "high")


class Studio:
    """The run in which figures are made; what is costly is made once and kept.

    Attributes:
        run: Folder of the run's results.
        settings: Settings of the run.
        seed: Seed of the run.
    """

    def __init__(self, run: Path, settings: RunSettings):
        self.run, self.settings, self.seed = Path(run), settings, settings.seed
        self._networks: dict[tuple[str, ...], Network] = {}
        self._photos = Photos()

    def network(self, layers: Sequence[str] = ()) -> Network:
        """Return the run's network with these layers; none are needed for logits alone.

        Raises:
            AtlasError: the network, a layer, the weights or the device can't be had.
        """
        key = tuple(layers)
        if key not in self._networks:
            settings = self.settings
            self._networks[key] = load_network(settings.network, settings.device, key)
        return self._networks[key]

    @cached_property
    def features(self) -> Features:
        """The network whose Gram matrices are matched.

        Raises:
            AtlasError: its weights or the device can't be had.
        """
        return load_features(self.settings.texture_network, self.settings.device)

    @cached_property
    def layers(self) -> tuple[str, str, str]:
        """A low, a middle and a high layer: the config's, or the first, middle and last suggested.

        Raises:
            AtlasError: the network has not three spatial layers to suggest.
        """
        if self.settings.figures.layers is not None:
            return tuple(self.settings.figures.layers)
        found = [layer.name for layer in layer_table(self.settings.network.name) if layer.suggested]
        if len(found) < len(REACH):
            raise AtlasError(
                f"'{self.settings.network.name}' suggests {len(found)} spatial layers, the figures"
                " need three: set figures.layers to a low, a middle and a high one."
            )
        return found[0], found[len(found) // 2], found[-1]

    @cached_property
    def class_names(self) -> list[str]:
        """Names of the network's classes."""
        return class_names(self.network().classes, self.settings.network.classes)

    def classes(self, *names: str) -> list[int]:
        """Return the classes to show, by index.

        Args:
            *names: Some of the review's classes (:data:`SUBJECTS`); without any, all of them.
                Where the config names its own classes, those stand in for them, in their order.
        """
        shown = subjects(self.class_names, self.settings.figures.classes)
        if not names:
            return shown
        return [shown[list(SUBJECTS).index(name) % len(shown)] for name in names]

    def label(self, index: int) -> str:
        """Return how a class is labelled: its name and its index, e.g. "banana 954"."""
        name = self.class_names[index]
        return name if str(index) in name else f"{name} {index}"

    @property
    def size(self) -> int:
        """Side of a class picture in pixels: the config's, or that of the network's input."""
        return self.settings.figures.size or self.network().input_size

    def photo(self, name: str) -> np.ndarray:
        """Return a sample photo of scikit-image or scikit-learn, (h, w, 3) uint8 RGB.

        Raises:
            AtlasError: there is no photo of this name.
            Unreadable: its file is damaged.
        """
        known = [item.key for item in self._photos.listing().items]
        if name not in known:
            raise AtlasError(
                f"There is no sample photo '{name}'.{nearest(name, known)}"
                f" There are {', '.join(known)}."
            )
        data = self._photos.read(PREFIX + name, 0, 0)
        return np.asarray(read_image(data, self.settings.images.max_pixels))

    def facts(self, *recipes: Recipe, photos: Sequence[str] = (), **more: object) -> dict:
        """Return what a figure's settings must say, as JSON values.

        Args:
            *recipes: Every recipe that the figure uses; all their parameters are written down.
            photos: Names of the sample photos that it shows.
            **more: What else decides the figure, e.g. layers, channels, sizes.
        """
        network, settings = self.network(), self.settings
        data = licences(settings.network.weights, settings.images.source, photos)
        return facts(network, settings.network.weights, recipes, self.seed) | {"data": data} | more

    def note(self, *recipes: Recipe) -> str:
        """Return the line at the bottom of a figure: network, weights, recipes and seed."""
        network = self.network()
        names = ", ".join(recipe.name for recipe in recipes)
        made = f"recipe{'s' * (len(recipes) > 1)} {names} · " if recipes else ""
        return f"{network.name}, weights {network.digest[:8]} · {made}seed {self.seed}"
