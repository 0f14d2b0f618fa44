"""What regularizes an image between steps: changes of its pixels and of its gradient."""

from activation_atlas.optimize.operators.bilateral import Bilateral
from activation_atlas.optimize.operators.blur import Blur, GradientBlur
from activation_atlas.optimize.operators.clip import (
    ClipSmallContribution,
    ClipSmallNorm,
    ClipValid,
)
from activation_atlas.optimize.operators.decay import Decay
from activation_atlas.optimize.operators.laplacian import LaplacianNormalization
from activation_atlas.optimize.operators.metric import PriorMetric
from activation_atlas.optimize.operators.operator import GradientOperator, Operator

__all__ = [
    "Bilateral",
    "Blur",
    "ClipSmallContribution",
    "ClipSmallNorm",
    "ClipValid",
    "Decay",
    "GradientBlur",
    "GradientOperator",
    "LaplacianNormalization",
    "Operator",
    "PriorMetric",
]
