"""Feature visualization: Olah et al. 2017, Distill.

`olah2017` has the defaults of Lucid, the authors' library; `olah2017-paper` the settings that the
article gives. They differ in steps and transforms only.
"""

from activation_atlas.networks import Network
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.stage import Stage
from activation_atlas.optimize.transforms import LUCID, PAPER
from activation_atlas.recipes.recipe import Recipe

RATE = 0.05
LUCID_STEPS, PAPER_STEPS = 512, 2560
RESCUE = 16


def fourier(network: Network, height: int, width: int) -> FourierImages:
    """Return the decorrelated space of the article."""
    return FourierImages(height, width)


OLAH = Recipe(
    name="olah2017",
    paper="Olah et al. 2017, Feature Visualization, with Lucid's defaults",
    images=fourier,
    stages=(Stage(LUCID_STEPS, Adam(RATE), LUCID),),
    rescue=RESCUE,
)

OLAH_PAPER = Recipe(
    name="olah2017-paper",
    paper="Olah et al. 2017, Feature Visualization, as the article says",
    images=fourier,
    stages=(Stage(PAPER_STEPS, Adam(RATE), PAPER),),
    rescue=RESCUE,
)

RECIPES = (OLAH, OLAH_PAPER)
