import time

import pytest
import torch

from activation_atlas.networks import load_network, workers
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER = "features.4"


@pytest.fixture(scope="module")
def network():
    settings = NetworkSettings(name="alexnet", weights="random")
    return load_network(settings, DeviceSettings(name="cpu"), [LAYER])


@pytest.fixture
def team(network):
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    with workers(network, 4) as team:
        yield team
    assert torch.get_num_threads() == 2
    torch.set_num_threads(before)


def test_results_keep_the_order_of_the_items(team):
    def slower_first(item):
        time.sleep(0.002 * (10 - item))
        return item

    assert list(team.ahead(slower_first, range(10))) == list(range(10))


def test_only_a_few_are_begun_beforehand(team):
    begun = []
    results = team.ahead(lambda item: item, (begun.append(i) or i for i in range(50)))
    for done, _ in enumerate(results, 1):
        assert len(begun) <= done + 4
    assert len(begun) == 50


def test_a_failure_comes_at_its_turn_and_ends_the_work(team):
    begun = []

    def work(item):
        begun.append(item)
        return 1 / (item - 2)

    results = team.ahead(work, range(1000))
    assert [next(results), next(results)] == [-0.5, -1.0]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert len(begun) < 12


def test_threads_at_work_at_once_do_not_disturb_each_other(network, team):
    images = torch.rand(8, 16, 3, 80, 80)
    with torch.no_grad():
        expected = [network.activations(batch)[LAYER] for batch in images]

    def work(batch):
        with team.borrowed() as borrowed, torch.no_grad():
            assert torch.get_num_threads() == 1
            return borrowed.activations(batch)[LAYER]

    for found, wanted in zip(team.ahead(work, images), expected):
        assert torch.allclose(found, wanted, atol=1e-5)


def test_a_twin_shares_the_weights(network):
    twin = network.twin()
    pairs = list(zip(network._model.parameters(), twin._model.parameters()))
    assert pairs and all(one.data_ptr() == other.data_ptr() for one, other in pairs)
    assert twin._model is not network._model
