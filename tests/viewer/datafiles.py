"""The data files of the pages, read as the pages do."""

import json
import re


def handed_over(path):
    """The value that a data file hands to the page."""
    return json.loads(
        re.fullmatch(r"atlas\.receive\(\"[^\"]+\",(.*)\);\n", path.read_text(), re.S)[1]
    )
