"""What a recipe is: the choices of one paper, to be held beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network
from activation_atlas.optimize.images import Images
from activation_atlas.optimize.objectives import Objective
from activation_atlas.optimize.stage import Stage


@dataclass(frozen=True)
class Recipe:
    """How pictures are optimized, whatever for.

    Attributes:
        name: As the command line and the config know it.
        paper: Authors, year and title of its publication.
        images: Gives the parameterization for a network, a height and a width in pixels.
        stages: One after another.
        penalty: Added to the objective asked for.
        rescue: Number of first steps in which an image whose gradient is blocked entirely by
            rectifiers is led out (see :mod:`activation_atlas.networks.rescue`).
        seeded_as: Name that seeds starts and views, by default its own: recipes that are compared
            begin alike under one.
    """

    name: str
    paper: str
    images: Callable[[Network, int, int], Images]
    stages: tuple[Stage, ...]
    penalty: Objective | None = None
    rescue: int = 0
    seeded_as: str | None = None

    @property
    def steps(self) -> int:
        """Number of steps of all stages together."""
        return sum(stage.steps for stage in self.stages)

    def with_steps(self, total: int) -> "Recipe":
        """Return the recipe with so many steps, shared by its stages in the same proportions.

        Schedules stretch with their stages; the name stays, so starts stay the same, too.

        Raises:
            AtlasError: there are fewer steps than stages.
        """
        if total < len(self.stages):
            raise AtlasError(
                f"'{self.name}' can't be done in {total} steps: it has {len(self.stages)} stages,"
                " which take at least one each."
            )
        left, of, stages = total, self.steps, []
        for number, stage in enumerate(self.stages, start=1):
            most = left - (len(self.stages) - number)
            steps = min(max(1, round(left * stage.steps / of)), most)
            stages.append(replace(stage, steps=steps))
            left, of = left - steps, of - stage.steps
        return replace(self, stages=tuple(stages))
