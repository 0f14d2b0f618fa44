"""Types that settings of several kinds share."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

strict = ConfigDict(extra="forbid", use_attribute_docstrings=True, validate_by_name=True)
Weights = Literal["package", "download", "file", "random"]
Count = Annotated[int, Field(ge=1)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[int, Field(ge=16, le=1000)]  # 16 in a row must fit WebP's 16,383


def _each_once(values: list) -> list:
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "nothing may be listed twice")
    return values


Once = AfterValidator(_each_once)
Classes = Annotated[list[str | int], Field(min_length=1), Once]
RecipeName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
