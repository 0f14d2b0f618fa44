import numpy as np

from activation_atlas import seeds


def test_names_alone_decide():
    first = seeds.generator(0, "layer", 3).random(5)
    np.random.default_rng(9).random(7)
    seeds.generator(0, "other").random(2)
    np.testing.assert_array_equal(seeds.generator(0, "layer", 3).random(5), first)


def test_every_name_and_their_borders_count():
    names = [(0, "a", 12), (0, "a1", 2), (1, "a", 12), ("a", 0, 12), (0, "a"), (0, "a", 1, 2)]
    firsts = {seeds.generator(*parts).random() for parts in names}
    assert len(firsts) == len(names)


def test_numbers_are_the_same_on_every_machine():
    assert seeds.generator("fixed").random() == 0.6544612367870575
    assert seeds.integer("fixed") == 1074008893


def test_neighbouring_names_are_independent():
    draws = np.array([seeds.generator(0, index).random() for index in range(400)])
    assert abs(draws.mean() - 0.5) < 0.06
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 0.15


def test_integers_are_in_range():
    values = [seeds.integer("name", index) for index in range(200)]
    assert len(set(values)) == 200
    assert all(type(value) is int and 0 <= value < 2**31 for value in values)
