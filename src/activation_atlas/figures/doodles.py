"""A landscape painted by a mask (Ulyanov, fast-neural-doodle)."""

from activation_atlas.drawing.panel import sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.sheets.doodles import panels
from activation_atlas.sheets.licences import PHOTOS, WEIGHTS
from activation_atlas.sheets.studio import Studio
from activation_atlas.textures.doodle import make_doodle
from activation_atlas.textures.facts import note, weights_of


def by_mask(studio: Studio) -> Figure:
    """Return figure 35: a landscape, its mask, another mask, and the landscape painted by that."""
    settings = studio.settings
    wanted, filters = settings.doodles, settings.texture_network
    doodle = make_doodle(studio.features, wanted, filters, settings.images.max_pixels, studio.seed)
    title = "A landscape by mask"
    images = {
        name or "landscape": PHOTOS.get(name, "the user's own") if name else "computed here"
        for name in (wanted.photo, *filter(None, [wanted.content]))
    }
    data = {"weights": WEIGHTS[weights_of(filters)], "images": images}
    return Figure(
        35,
        title,
        "The first mask says which region of the style is which; the second one says where the"
        " result is to have it. The result begins with noise and is made to have in each region"
        " the Gram matrices of the style's region of the same colour. What a region looks like"
        " goes over; where each single tree or cloud is does not.",
        sheet(title, [panels(doodle)], note=note(studio.features, filters, studio.seed)),
        doodle.facts | {"data": data},
        {"loss": doodle.picture.curve},
        "loss",
    )
