from activation_atlas.errors import nearest


def test_nearest_names():
    known = ["blocks.4.1", "blocks.4.2", "conv_head", "classifier"]
    assert nearest("clasifier", known) == " Did you mean 'classifier'?"
    assert nearest("blocks.4.3", known, most=2) == " Did you mean 'blocks.4.2' or 'blocks.4.1'?"
    assert nearest("zzz", known) == ""
    assert nearest("conv_head", []) == ""
