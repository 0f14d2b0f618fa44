import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.grids.in_memory import cells_of
from activation_atlas.paths import cells_path, layout_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import MapSettings, RunSettings, parse


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_the_cells_are_those_of_the_stage_to_the_last_bit(tmp_path, write_samples, metric):
    rng = np.random.default_rng(1)
    activation = np.maximum(rng.standard_normal((3000, 12)), 0).astype(np.float16)
    attribution = rng.standard_normal((3000, 9)).astype(np.float16)
    some = np.sort(rng.permutation(3000)[:2500])
    unit = rng.normal(0.5, 0.25, (2500, 2)).astype(np.float32)
    inside = ((unit >= 0) & (unit <= 1)).all(axis=1)
    write_samples(tmp_path, activation, attribution, shard=333)
    arrays = {"sample": some.astype(np.uint32), "unit": unit, "inside": inside}
    stores.write(layout_path(tmp_path, "layer", "m"), arrays, {})
    chosen = {"sides": [3, 8], "minimum": 3, "metric": metric}
    settings = parse(RunSettings, {"maps": {"m": chosen}})
    STAGES["cells"].make(tmp_path, settings, layer="layer", map_name="m")
    averaged = {"activation": activation, "attribution": attribution}
    for side in (3, 8):
        store = stores.read(cells_path(tmp_path, "layer", "m", side))
        found = cells_of(
            unit[inside], averaged, side, settings.maps["m"], sample=arrays["sample"][inside]
        )
        for name in store:
            stored, array = store[name][:], getattr(found, name)
            assert stored.dtype == array.dtype and stored.tobytes() == array.tobytes(), name


def test_a_grid_without_a_full_cell_is_refused():
    arrays = {"activation": np.ones((4, 2), np.float16)}
    with pytest.raises(AtlasError, match="No cell of the 1 × 1 grid .* 5 samples, .* holds 4"):
        cells_of(np.full((4, 2), 0.5, np.float32), arrays, 1, MapSettings())
