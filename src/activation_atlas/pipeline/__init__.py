"""What a stage is, and each stage's declaration: inputs, settings and files that decide it.

Rules of the workflow, seals of results and the work itself take all of it from here.
"""

from activation_atlas.pipeline import atlas, dictionaries, figures, sheets
from activation_atlas.pipeline.stage import Stage

STAGES: dict[str, Stage] = {
    stage.name: stage for room in (atlas, dictionaries, sheets, figures) for stage in room.STAGES
}
"""Every stage by its name."""

__all__ = ["STAGES", "Stage"]
