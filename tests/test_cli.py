import subprocess
import sys

import pytest

from activation_atlas import __version__
from activation_atlas.cli import main


def test_layers_prints_the_trunk_and_a_line_for_the_config(capsys):
    assert main(["layers", "googlenet"]) == 0
    out = capsys.readouterr().out
    assert "* mixed3b        480    28       28       8" in out
    assert "  mixed4c        512    14       14      16" in out
    assert "mixed4c.branch1" not in out
    assert out.endswith("\nlayers: [conv3, mixed3b, mixed4e, mixed5b]\n")
    table = out.split("\n\n")[0].splitlines()
    assert len({len(line) for line in table}) == 1


def test_all_layers(capsys):
    assert main(["layers", "googlenet", "--all"]) == 0
    assert "mixed4c.branch1 " in capsys.readouterr().out


def test_a_mistake_is_one_sentence(capsys):
    assert main(["layers", "googlenett"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: 'googlenett' is no network")
    assert "'googlenet'" in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["layrs"], ["layers"], ["layers", "x", "--every"]])
def test_a_wrong_command_is_one_sentence(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("error: ")
    assert printed.err.count("\n") == 1


def test_version_and_help(capsys):
    for option, expected in (
        ("--version", f"activation-atlas {__version__}"),
        ("--help", "layers"),
    ):
        with pytest.raises(SystemExit) as end:
            main([option])
        assert end.value.code == 0
        assert expected in capsys.readouterr().out


def test_help_does_not_wait_for_torch():
    code = "import sys, activation_atlas.cli; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
