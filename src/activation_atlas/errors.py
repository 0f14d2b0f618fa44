"""What a user is told when something can't work: one sentence, no traceback."""

import difflib
from collections.abc import Iterable


class AtlasError(Exception):
    """A mistake or a missing thing that the user can mend.

    The message says what is wrong, where, and what to do.
    """


def nearest(name: str, known: Iterable[str], most: int = 3) -> str:
    """Return ``" Did you mean 'a' or 'b'?"`` for the known names nearest to `name`, or ``""``."""
    near = difflib.get_close_matches(name, list(dict.fromkeys(known)), n=most, cutoff=0.5)
    if not near:
        return ""
    return " Did you mean " + " or ".join(f"'{word}'" for word in near) + "?"
