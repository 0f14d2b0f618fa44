"""Settings of which only declared ones can be read, so that nothing undeclared decides a result."""

from collections.abc import Mapping, Sequence
from typing import Any


class Undeclared(AttributeError):
    """A setting was read that was not declared: a mistake in the code, not a user's."""


class Declared:
    """A view of settings that gives what was declared and refuses the rest.

    A key such as ``icons`` gives a whole section as it is, ``maps.umap.metric`` one value: on the
    way there each section is a view of its own. Names that a user gives, as of maps, are looked up
    as in a dict.
    """

    def __init__(self, values: Any, keys: Sequence[str], reader: str):
        """Show those of `values` that `keys` name; `reader` is who declared them."""
        self._values, self._reader = values, reader
        self._keys = [tuple(key.split(".")) for key in keys]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what Python asks for while it copies
            raise AttributeError(name)
        return self._declared(name.rstrip("_"), lambda: getattr(self._values, name))

    def __getitem__(self, name: str) -> Any:
        return self._declared(name, lambda: self._values[name])

    def _declared(self, name: str, value: Any) -> Any:
        below = [key[1:] for key in self._keys if key[0] == name]
        if not below:
            raise Undeclared(f"{self._reader} reads the setting '{name}', which it never declared")
        if () in below:
            return value()
        return Declared(value(), [".".join(key) for key in below], f"{self._reader}, in {name},")


def values_of(plain: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Return the values of dotted keys in settings as plain values, by key."""
    found = {}
    for key in dict.fromkeys(keys):
        value: Any = plain
        for part in key.split("."):
            value = value[part]
        found[key] = value
    return found
