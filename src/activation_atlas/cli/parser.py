"""A parser of command lines that tells a mistake in one sentence."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True)
class Setting:
    """A field of a settings class that comes from the command line.

    Attributes:
        kind: The class.
        field: Name of the field.
        flag: The option or argument, as the help names it.
        action: The option itself; None where the command makes the value of something else.
    """

    kind: type
    field: str
    flag: str
    action: argparse.Action | None = None


class Parser(argparse.ArgumentParser):
    """A parser whose options may be settings, and whose help may end with a list.

    Attributes:
        settings: The settings that come from the command line, for :mod:`.options`; the parsed
            options have them as well.
        listed: Gives the lines at the end of the help, which take time to make, or None.
    """

    listed: Callable[[], str] | None = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.settings: list[Setting] = []
        self.set_defaults(settings=self.settings)

    def error(self, message: str) -> NoReturn:
        """End with one sentence where argparse would print its usage as well."""
        self.exit(2, f"error: {message}; see {self.prog} --help.\n")

    def format_help(self) -> str:
        """Return the help."""
        text = super().format_help()
        return text if self.listed is None else f"{text}\n{self.listed()}\n"
