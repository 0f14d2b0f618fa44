import pickle
from pathlib import Path

import pytest
import safetensors.torch
import torch
import torchvision

from activation_atlas.errors import AtlasError
from activation_atlas.networks import weights, zoo
from activation_atlas.networks.state_file import fit, read_state

SMALL = zoo.find("squeezenet1_1")


@pytest.fixture(scope="module")
def model():
    return weights.random_weights(SMALL, seed=3)


class Malice:
    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return (Path.touch, (self.target,))


def test_every_way_of_writing_gives_the_same_network(model, tmp_path):
    state = model.state_dict()
    torch.save(state, tmp_path / "plain.pth")
    torch.save({"epoch": 3, "state_dict": state}, tmp_path / "wrapped.pt")
    torch.save({f"module.{k}": v for k, v in state.items()}, tmp_path / "parallel.pt")
    safetensors.torch.save_file(state, tmp_path / "plain.safetensors")
    for file in tmp_path.iterdir():
        loaded = fit(SMALL, read_state(file), file.name)
        assert weights.digest(loaded) == weights.digest(model), file


def test_a_network_of_ones_own_may_have_other_classes(tmp_path):
    own = zoo.build(SMALL, classes=12)
    loaded = fit(SMALL, own.state_dict(), "own.pth")
    assert weights.digest(loaded) == weights.digest(own)
    assert loaded(torch.zeros(1, 3, 64, 64)).shape == (1, 12)


def test_auxiliary_heads_are_dropped():
    whole = torchvision.models.GoogLeNet(aux_logits=True, init_weights=False)
    loaded = fit(zoo.find("googlenet"), whole.state_dict(), "googlenet.pth")
    assert torch.equal(loaded.fc.weight, whole.fc.weight)


def test_old_densenet_names_are_understood():
    densenet = zoo.find("densenet121")
    built = zoo.build(densenet)
    old = {
        name.replace(".norm1.", ".norm.1.").replace(".conv2.", ".conv.2."): tensor
        for name, tensor in built.state_dict().items()
    }
    assert any(".norm.1." in name for name in old)
    assert weights.digest(fit(densenet, old, "densenet.pth")) == weights.digest(built)


def test_a_pickle_is_never_run(tmp_path):
    target = tmp_path / "owned"
    torch.save({"weight": Malice(target)}, tmp_path / "zipped.pth")
    (tmp_path / "raw.pth").write_bytes(pickle.dumps(Malice(target)))
    for name in ("zipped.pth", "raw.pth"):
        with pytest.raises(AtlasError, match=rf"{name} holds more than tensors .*was not run"):
            read_state(tmp_path / name)
    assert not target.exists()
    pickle.loads((tmp_path / "raw.pth").read_bytes())
    assert target.exists()  # it would have run


def test_missing_file(tmp_path):
    with pytest.raises(AtlasError, match="no file .*absent.pth: give the path"):
        read_state(tmp_path / "absent.pth")


@pytest.mark.parametrize(
    "name", ["broken.pth", "broken.safetensors", "cut.pth", "empty.pth", "stack.pth"]
)
def test_damaged_file(name, model, tmp_path):
    file = tmp_path / name
    torch.save(model.state_dict(), tmp_path / "whole.pth")
    whole = (tmp_path / "whole.pth").read_bytes()
    content = {"cut.pth": whole[: len(whole) // 2], "empty.pth": b"", "stack.pth": b"\x80\x02a."}
    file.write_bytes(content.get(name, b"not a network at all"))
    with pytest.raises(AtlasError, match=rf"{name} .*damaged"):
        read_state(file)


@pytest.mark.parametrize("content", [{"epoch": 3}, {}, [torch.zeros(2)], torch.zeros(2)])
def test_file_that_is_no_state_dict(content, tmp_path):
    torch.save(content, tmp_path / "other.pth")
    with pytest.raises(AtlasError, match="other.pth is no state dict"):
        read_state(tmp_path / "other.pth")


def test_weights_that_do_not_fit(model):
    state = dict(model.state_dict())
    state["surplus"] = state.pop("features.0.weight")
    state["features.3.squeeze.weight"] = state["features.3.squeeze.weight"][:3]
    expected = (
        r"in own.pth do not fit 'squeezenet1_1': 1 missing \(features.0.weight\), "
        r"1 unexpected \(surplus\), 1 of another shape "
        r"\(features.3.squeeze.weight is \(3, 64, 1, 1\), not \(16, 64, 1, 1\)\)"
    )
    with pytest.raises(AtlasError, match=expected):
        fit(SMALL, state, "own.pth")


def test_only_the_first_names_are_listed():
    with pytest.raises(AtlasError, match=r"52 missing \(features.0.weight, [^,]+, [^,]+, …\)"):
        fit(SMALL, {"x": torch.zeros(1)}, "own.pth")
