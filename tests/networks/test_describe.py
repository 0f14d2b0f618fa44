import json

import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import ImagesSettings, NetworkSettings, RunSettings, parse


def test_the_default_network(tmp_path):
    facts = STAGES["network"].make(tmp_path, RunSettings())
    assert json.loads((tmp_path / "network.json").read_text()) == facts
    assert facts["name"] == "efficientnet_lite0"
    assert facts["input_size"] == 224
    assert facts["layers"]["blocks.4.2"] == {
        "channels": 112,
        "height": 14,
        "width": 14,
        "stride": 16,
    }
    assert len(facts["classes"]) == len(facts["families"]) == 1000
    assert len(facts["digest"]) == 64
    first = (tmp_path / "network.json").read_bytes()
    STAGES["network"].make(tmp_path, RunSettings())
    assert (tmp_path / "network.json").read_bytes() == first


@pytest.mark.parametrize(("given", "known"), [("Ursus arctos", True), ("Ursus arctoo", False)])
def test_a_map_of_a_class_can_name_any_synonym(tmp_path, given, known):
    settings = parse(RunSettings, {"maps": {"bears": {"class": given}}})
    if known:
        assert STAGES["network"].make(tmp_path, settings)["classes"][294] == "brown bear"
    else:
        with pytest.raises(AtlasError, match="Did you mean 'Ursus arctos'"):
            STAGES["network"].make(tmp_path, settings)


def test_a_network_of_ones_own(tmp_path):
    own = zoo.build(zoo.find("squeezenet1_1"), classes=2)
    torch.save(own.state_dict(), tmp_path / "own.pth")
    (tmp_path / "names.txt").write_text("cat\ndog\n")
    settings = NetworkSettings(
        name="squeezenet1_1",
        weights="file",
        file=str(tmp_path / "own.pth"),
        classes=str(tmp_path / "names.txt"),
        layers=["features.7"],
    )
    facts = STAGES["network"].make(
        tmp_path / "run", RunSettings(network=settings, images=ImagesSettings(size=128))
    )
    assert facts["classes"] == ["cat", "dog"]
    assert facts["families"] is None
    assert facts["input_size"] == 128
    assert facts["layers"]["features.7"]["height"] == 15
    (tmp_path / "names.txt").write_text("cat\n")
    with pytest.raises(AtlasError, match="has 1 names, but the network has 2 classes"):
        STAGES["network"].make(tmp_path / "run", RunSettings(network=settings))
