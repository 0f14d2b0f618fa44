"""Figure 12: class images with an L2 penalty alone."""

from activation_atlas.figures.figure import Figure
from activation_atlas.figures.panel import Panel, sheet
from activation_atlas.figures.studio import Studio
from activation_atlas.optimize.objectives import logit
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render

RECIPE = "simonyan2014"
COLUMNS = 3


def classes(studio: Studio) -> Figure:
    """Return pictures of several classes, from the zero image."""
    network, recipe, size = studio.network(), find(RECIPE), studio.size
    shown = studio.classes()
    order = Order(shown, logit, [("class", one) for one in shown], size, size, studio.seed)
    pictures = list(render(network, recipe, order))
    panels = [
        Panel(picture.image, f"{studio.label(one)}, score {picture.curve[-1]:.0f}")
        for one, picture in zip(shown, pictures)
    ]
    return Figure(
        number=12,
        title="Class images with an L2 penalty",
        caption="Gradient ascent on the score of a class before the softmax, minus the squared"
        " length of the image, from the zero image; the mean colour is added for display. Aspects"
        " of a class appear many times over in one image. Nothing holds back high frequencies:"
        " the scores are far above those of photographs, though little is to be seen.",
        image=sheet(
            "Classes, with an L2 penalty alone",
            [panels[first : first + COLUMNS] for first in range(0, len(panels), COLUMNS)],
            note=studio.note(recipe),
        ),
        settings=studio.facts(recipe, classes=shown, size=size),
        curves={studio.label(one): picture.curve for one, picture in zip(shown, pictures)},
    )
