"""Weights that torchvision or timm fetch, and what to do where there is no network."""

import pickle
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import huggingface_hub
import timm
import torch
from safetensors import SafetensorError
from torch import nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo
from activation_atlas.networks.state_file import fit, read_state
from activation_atlas.networks.zoo import Architecture

PATIENCE = 10  # seconds without an answer before the network counts as unreachable
HUB_FILES = ("model.safetensors", "pytorch_model.bin")


def load_download(architecture: Architecture) -> nn.Module:
    """Return the network with the weights that its library fetches, or has fetched before.

    Raises:
        AtlasError: they can't be fetched; says which file to put where, and how to get it.
    """
    if architecture.library == "torchvision":
        file = fetched(architecture)
        return fit(architecture, read_state(file), str(file))
    return _from_timm(architecture)


def checkpoints() -> Path:
    """Return the folder in which torch looks for fetched weights."""
    return Path(torch.hub.get_dir()) / "checkpoints"


def fetched(architecture: Architecture) -> Path:
    """Return torchvision's file of the network's weights, which it fetches or has fetched before.

    Raises:
        AtlasError: it can't be fetched; says which file to put where, and how to get it.
    """
    weights = zoo.torchvision_weights(architecture)
    file = checkpoints() / weights.url.rpartition("/")[2]
    if not file.is_file():
        try:
            with _short_patience():
                weights.get_state_dict(check_hash=True, weights_only=True, map_location="cpu")
        except (OSError, RuntimeError) as error:
            raise _unavailable(architecture, file, weights.url, error) from error
    return file


def _from_timm(architecture: Architecture) -> nn.Module:
    config = zoo.timm_config(architecture)
    name = architecture.library_name
    if not (config.hf_hub_id or config.url):
        raise AtlasError(f"timm has no weights for '{name}'; set network.weights to file.")
    url = _hub_url(config) if config.hf_hub_id else config.url
    file = checkpoints() / _file_name(name, url)
    local = str(file) if file.is_file() else _cached(config)
    try:
        with _short_patience():
            if local is None:
                # The hub's client would try again for minutes.
                request = urllib.request.Request(url, method="HEAD")
                urllib.request.urlopen(request, timeout=PATIENCE).close()
            overlay = {"file": local} if local else None
            model = timm.create_model(name, pretrained=True, pretrained_cfg_overlay=overlay)
    except (OSError, RuntimeError, pickle.UnpicklingError, SafetensorError) as error:
        raise _unavailable(architecture, file, url, error) from error
    return model.eval()


def _file_name(name: str, url: str) -> str:
    """Return a name that tells the networks apart where the hub calls every file the same."""
    original = url.rpartition("/")[2]
    return f"{name}{Path(original).suffix}" if original in HUB_FILES else original


def _hub_url(config: timm.models.PretrainedCfg) -> str:
    repository, _, revision = config.hf_hub_id.partition("@")
    file = config.hf_hub_filename or HUB_FILES[0]
    return huggingface_hub.hf_hub_url(repository, file, revision=revision or None)


def _cached(config: timm.models.PretrainedCfg) -> str | None:
    """Return where the hub's client keeps the weights, or None if it never fetched them."""
    if not config.hf_hub_id:
        return None
    repository, _, revision = config.hf_hub_id.partition("@")
    for file in [config.hf_hub_filename] if config.hf_hub_filename else HUB_FILES:
        path = huggingface_hub.try_to_load_from_cache(repository, file, revision=revision or None)
        if isinstance(path, str):
            return path
    return None


def _unavailable(architecture: Architecture, file: Path, url: str, error: Exception) -> AtlasError:
    return AtlasError(
        f"The weights of '{architecture.name}' can't be had ({_reason(error)}): get {file.name}"
        f" on a machine with internet access by `curl -L -o {file.name} {url}`, put it into"
        f" {file.parent}, and run the same command again."
    )


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].strip("<>.")


@contextmanager
def _short_patience() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
