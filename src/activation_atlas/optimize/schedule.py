"""Numbers that change along a run of steps."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Linear:
    """A number that goes in a straight line from `first` at the start to `last` at the end."""

    first: float
    last: float


@dataclass(frozen=True)
class CosineDecay:
    """A number that falls from `first` to `last` along half a cosine."""

    first: float
    last: float


Schedule = float | Linear | CosineDecay


def at(schedule: Schedule, progress: float) -> float:
    """Return the number at `progress`, 0 at the first step and 1 at the end of the last."""
    if isinstance(schedule, Linear):
        return schedule.first + (schedule.last - schedule.first) * progress
    if isinstance(schedule, CosineDecay):
        share = 0.5 * (1 + math.cos(math.pi * progress))
        return schedule.last + (schedule.first - schedule.last) * share
    return schedule
