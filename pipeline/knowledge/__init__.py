"""Facts become plain Python values: each YAML file here is read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

TOWNS = ("scottish_places", "gaelic_places", "uk_and_world_places")


@cache
def load(name: str) -> Any:  # noqa: ANN401  whatever the YAML file holds
    """Parse `pipeline/knowledge/{name}.yaml`; callers must not change what they get."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders


@cache
def towns() -> frozenset[str]:
    """Read the names of towns and other places, in lower case."""
    listed = ",".join(load("places")[name] for name in TOWNS)
    return frozenset(name.strip().casefold() for name in listed.split(","))
