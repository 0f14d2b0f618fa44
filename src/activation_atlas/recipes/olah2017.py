"""Feature visualization: Olah et al. 2017, Distill.

`olah2017` has the defaults of Lucid, the authors' library; `olah2017-paper` the settings that the
article gives. They differ in steps and transforms only.
"""

from activation_atlas.networks import Network
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.stage import Stage
from activation_atlas.optimize.transforms import LUCID, PAPER, Transform
from activation_atlas.recipes.recipe import Recipe

RATE = 0.05
LUCID_STEPS, PAPER_STEPS = 512, 2560
RESCUE = 16


def fourier(network: Network, height: int, width: int) -> FourierImages:
    """Return the decorrelated space of the article."""
    return FourierImages(height, width)


def _recipe(name: str, source: str, steps: int, views: tuple[Transform, ...]) -> Recipe:
    return Recipe(
        name=name,
        paper=f"Olah et al. 2017, Feature Visualization, {source}",
        images=fourier,
        stages=(Stage(steps, Adam(RATE), views),),
        rescue=RESCUE,
    )


OLAH = _recipe("olah2017", "with Lucid's defaults", LUCID_STEPS, LUCID)
OLAH_PAPER = _recipe("olah2017-paper", "as the article says", PAPER_STEPS, PAPER)

RECIPES = (OLAH, OLAH_PAPER)
