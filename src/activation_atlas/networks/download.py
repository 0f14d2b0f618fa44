"""Weights that torchvision or timm fetch, and what to do where there is no network."""

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import huggingface_hub
import timm
import torch
from torch import nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo
from activation_atlas.networks.state_file import fit
from activation_atlas.networks.zoo import Architecture

PATIENCE = 10  # seconds without an answer before the network counts as unreachable
HUB_FILES = ("model.safetensors", "pytorch_model.bin")


def load_download(architecture: Architecture) -> nn.Module:
    """Return the network with the weights that its library fetches, or has fetched before.

    Raises:
        AtlasError: they can't be fetched; says which file to put where, and how to get it.
    """
    if architecture.library == "torchvision":
        return _from_torchvision(architecture)
    return _from_timm(architecture)


def checkpoints() -> Path:
    """Return the folder in which torch looks for fetched weights."""
    return Path(torch.hub.get_dir()) / "checkpoints"


def _from_torchvision(architecture: Architecture) -> nn.Module:
    weights = zoo.torchvision_weights(architecture)
    file = checkpoints() / weights.url.rpartition("/")[2]
    try:
        with _short_patience():
            state = weights.get_state_dict(check_hash=True, weights_only=True, map_location="cpu")
    except (OSError, RuntimeError) as error:
        raise _unreachable(architecture, file, weights.url, error) from error
    return fit(architecture, state, str(file))


def _from_timm(architecture: Architecture) -> nn.Module:
    config = zoo.timm_config(architecture)
    name = architecture.library_name
    if not (config.hf_hub_id or config.url):
        raise AtlasError(f"timm has no weights for '{name}'; set network.weights to file.")
    url = _hub_url(config) if config.hf_hub_id else config.url
    file = checkpoints() / _file_name(name, url)
    overlay = {"file": str(file)} if file.is_file() else None
    try:
        with _short_patience():
            if overlay is None and config.hf_hub_id and not _is_cached(config):
                # The hub's client would try again for minutes.
                request = urllib.request.Request(url, method="HEAD")
                urllib.request.urlopen(request, timeout=PATIENCE).close()
            model = timm.create_model(name, pretrained=True, pretrained_cfg_overlay=overlay)
    except (OSError, RuntimeError) as error:
        raise _unreachable(architecture, file, url, error) from error
    return model.eval()


def _file_name(name: str, url: str) -> str:
    """Return a name that tells the networks apart where the hub calls every file the same."""
    original = url.rpartition("/")[2]
    return f"{name}{Path(original).suffix}" if original in HUB_FILES else original


def _hub_url(config: timm.models.PretrainedCfg) -> str:
    file = config.hf_hub_filename or HUB_FILES[0]
    return huggingface_hub.hf_hub_url(config.hf_hub_id, file)


def _is_cached(config: timm.models.PretrainedCfg) -> bool:
    files = [config.hf_hub_filename] if config.hf_hub_filename else HUB_FILES
    return any(
        isinstance(huggingface_hub.try_to_load_from_cache(config.hf_hub_id, file), str)
        for file in files
    )


def _unreachable(architecture: Architecture, file: Path, url: str, error: Exception) -> AtlasError:
    return AtlasError(
        f"The weights of '{architecture.name}' can't be fetched ({_reason(error)}): get {file.name}"
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
