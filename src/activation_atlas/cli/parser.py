"""A parser of command lines that tells a mistake in one sentence."""

import argparse
from collections.abc import Callable
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser whose help may end with a list that takes time to make.

    Attributes:
        listed: Gives the lines at the end of the help, or None.
    """

    listed: Callable[[], str] | None = None

    def error(self, message: str) -> NoReturn:
        """End with one sentence where argparse would print its usage as well."""
        self.exit(2, f"error: {message}; see {self.prog} --help.\n")

    def format_help(self) -> str:
        """Return the help."""
        text = super().format_help()
        return text if self.listed is None else f"{text}\n{self.listed()}\n"
