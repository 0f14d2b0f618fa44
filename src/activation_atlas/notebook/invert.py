"""What a layer holds of a photo, as a picture: what the command line and a notebook ask for."""

from PIL import Image

from activation_atlas import stores
from activation_atlas.dictionaries.reading import as_seen
from activation_atlas.images.whole import whole_photo
from activation_atlas.networks import load_network
from activation_atlas.notebook.network import network_settings
from activation_atlas.notebook.result import Result
from activation_atlas.notebook.visualize import check_size, counted
from activation_atlas.progress import Progress
from activation_atlas.recipes import find_inversion
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, ImagesSettings
from activation_atlas.settings.types import Weights


def invert(
    image: str,
    layer: str,
    recipe: str = "mahendran2015",
    *,
    network: str = "efficientnet_lite0",
    weights: Weights | None = None,
    file: str | None = None,
    size: int | None = None,
    seed: int = 0,
) -> Result:
    """Return a picture, from noise, of what a layer holds of a photo.

    Args:
        image: A sample photo by name, or the path of an image file.
        layer: Layer whose activations the picture is made of.
        recipe: "mahendran2015", the image whose activations match the photo's, or "caricature",
            one that exaggerates them; see :data:`activation_atlas.recipes.INVERSIONS`.
        network: Any torchvision or timm model.
        weights: As of :func:`activation_atlas.visualize`.
        file: A state dict.
        size: Longer side of the picture in pixels, at least 32; by default that of the network's
            input.
        seed: The same seed gives the same picture.

    Raises:
        AtlasError: the photo, the network, its weights, the layer or the recipe can't be had, or
            the photo or the size is too small.
    """
    inversion = find_inversion(recipe)
    check_size(size)
    settings = network_settings(network, weights, file)
    whole = whole_photo(image, ImagesSettings().max_pixels)
    loaded = load_network(settings, DeviceSettings(), [layer])
    photo = as_seen(whole, size or loaded.input_size, image)
    height, width = photo.shape[:2]
    chosen = inversion.of(loaded, layer)
    with Progress(f"{layer} of {image} by {recipe}", chosen.steps, "steps") as progress:
        order = Order(
            items=[layer],
            objective=lambda items: counted(inversion.objective(layer), progress),
            names=[("photo", layer)],
            height=height,
            width=width,
            seed=seed,
            beside=photo[None],
        )
        picture = next(render(loaded, chosen, order))
    made = facts(loaded, settings.weights, [chosen], seed)
    made |= {"photo": stores.digest({"image": whole}), "layer": layer, "size": [height, width]}
    made |= {"digest": stores.digest({"image": picture.image})}
    return Result(Image.fromarray(picture.image), made, picture.curve)
