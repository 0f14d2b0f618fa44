"""A network as the rest of the pipeline sees it: RGB in [0, 1] in, named layers and logits out."""

import copy
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

import numpy as np
import torch
from torch import Tensor, nn

from activation_atlas import seeds
from activation_atlas.errors import AtlasError, nearest
from activation_atlas.networks import device as devices
from activation_atlas.networks import folding, weights, zoo
from activation_atlas.networks.device import Device
from activation_atlas.networks.layers import module_name, suggested
from activation_atlas.networks.one_kernel import OneKernel
from activation_atlas.networks.probing import (
    Call,
    Shape,
    gives_channels_last,
    spatial_shape,
    trace,
    without_inplace,
)
from activation_atlas.networks.zoo import InputFormat
from activation_atlas.progress import log
from activation_atlas.settings import DeviceSettings, NetworkSettings

TOLERANCE = 1e-3  # of the largest output: far above rounding, far below any mistake in folding

Edit = Callable[[Tensor], Tensor]


class Network:
    """A frozen network in evaluation mode.

    Attributes:
        name: As the settings give it.
        digest: SHA-256 of the untouched weights.
        input: Size, mean and std of the images it was trained on.
        input_size: Side in pixels of those images.
        classes: Number of logits.
        layers: The layers asked for, in the order in which they are computed.
        channels: Channels by layer.
        shapes: (channels, height, width) by layer for images of `input_size`.
        device: Where it is computed.
        dtype: Precision of the weights and of everything between them.
        micro_batch: Images to give at once.
    """

    def __init__(
        self,
        model: nn.Module,
        modules: Mapping[str, str],
        input_format: InputFormat,
        device: Device,
        *,
        name: str,
        digest: str,
    ):
        """Adapt `model`; `modules` says which of its modules each layer's name stands for."""
        self.name, self.digest = name, digest
        self.input, self.input_size = input_format, input_format.size
        self.device, self.dtype = device.device, device.dtype
        self.micro_batch = device.micro_batch
        images = torch.zeros(1, 3, self.input_size, self.input_size)
        calls, logits = trace(model, images)
        self.classes = _class_count(name, logits)
        self._set_layers(model, calls, modules)
        self._model = _frozen(model).to(self.device, self.dtype, memory_format=device.memory_format)
        self._mean = _per_channel(input_format.mean, self.device)
        self._std = _per_channel(input_format.std, self.device)

    def _set_layers(
        self, model: nn.Module, calls: Sequence[Call], modules: Mapping[str, str]
    ) -> None:
        last_call = {call.name: index for index, call in enumerate(calls)}
        self._times = Counter(call.name for call in calls)
        self._shapes: dict[str, Shape] = {}
        for layer in sorted(modules, key=lambda layer: last_call.get(modules[layer], -1)):
            index = last_call.get(modules[layer])
            output = None if index is None else calls[index].output
            shape = spatial_shape(output, 1, gives_channels_last(model))
            if shape is None:
                raise AtlasError(_not_spatial(layer, output, self.name, model, calls))
            self._shapes[layer] = shape
        self._modules = {layer: modules[layer] for layer in self._shapes}
        self.layers = tuple(self._shapes)
        self.channels = {layer: shape.channels for layer, shape in self._shapes.items()}
        self.shapes = {
            layer: (shape.channels, shape.height, shape.width)
            for layer, shape in self._shapes.items()
        }

    def twin(self) -> "Network":
        """Return a network that shares the weights but can be used at the same time."""
        shared = [*self._model.parameters(), *self._model.buffers()]
        return copy.deepcopy(self, {id(tensor): tensor for tensor in shared})

    def activations(
        self, images: Tensor, layers: Collection[str] | None = None
    ) -> dict[str, Tensor]:
        """Return the activations (B, C, H, W), float32, of the given layers, or of all.

        Nothing after the last of them is computed; differentiable with respect to `images`.

        Args:
            images: (B, 3, H, W) RGB in [0, 1], of any size that the network takes.
            layers: Some of the network's `layers`.
        """
        wanted = self.layers if layers is None else [one for one in self.layers if one in layers]
        found: dict[str, Tensor] = {}
        with self._listening(found, {}, wanted, stop=True), suppress(_Reached):
            self._computed(images)
        return {layer: found[layer].float() for layer in wanted}

    def run(
        self, images: Tensor, edits: Mapping[str, Edit] | None = None
    ) -> tuple[dict[str, Tensor], Tensor]:
        """Return the activations of every layer and the logits (B, classes), float32.

        Args:
            images: (B, 3, H, W) RGB in [0, 1], of any size that the network takes.
            edits: Functions by layer, each whose result replaces the layer's output (B, C, H, W) in
                the network's dtype; the activations returned are those after the edit.

        Raises:
            AtlasError: an edited layer is none of the network's `layers`.
        """
        edits = edits or {}
        for layer in edits:
            if layer not in self.layers:
                raise AtlasError(
                    f"'{layer}' can't be edited: the layers asked for are"
                    f" {', '.join(self.layers)}.{nearest(layer, self.layers)}"
                )
        found: dict[str, Tensor] = {}
        with self._listening(found, edits, self.layers, stop=False):
            logits = self._computed(images)
        return {layer: found[layer].float() for layer in self.layers}, logits.float()

    def batch_of(self, height: int, width: int) -> int:
        """Return how many pictures of a size are optimized at once.

        It depends on nothing but the size and the device, so that a picture's bytes don't depend
        on how many are asked for.
        """
        most = self.micro_batch
        return min(most, math.ceil(most / 4 * 128**2 / (height * width)))

    @torch.no_grad()
    def check_size(self, height: int, width: int) -> None:
        """Make sure that the network takes images of a size.

        Raises:
            AtlasError: it does not.
        """
        try:
            self.run(torch.zeros(1, 3, height, width))
        except (RuntimeError, AssertionError, ValueError) as error:
            raise AtlasError(
                f"'{self.name}' does not take images of {height} × {width} pixels; its own size is"
                f" {self.input_size}."
            ) from error

    @torch.no_grad()
    def shapes_at(self, size: int) -> dict[str, tuple[int, int, int]]:
        """Return (channels, height, width) by layer for images of `size` pixels a side.

        Raises:
            AtlasError: the network does not take images of that size.
        """
        try:
            found = self.activations(torch.zeros(1, 3, size, size))
        except (RuntimeError, AssertionError, ValueError) as error:
            raise AtlasError(
                f"'{self.name}' does not take images of {size} pixels; its own size is"
                f" {self.input_size}; set images.size and icons.size to it."
            ) from error
        return {layer: tuple(output.shape[1:]) for layer, output in found.items()}

    def _computed(self, images: Tensor) -> Tensor:
        settled: AbstractContextManager = (
            OneKernel() if self.device.type == "cpu" else nullcontext()
        )
        with settled:
            return self._model(self._normalized(images))

    def _normalized(self, images: Tensor) -> Tensor:
        images = images.to(self.device, torch.float32)
        return ((images - self._mean) / self._std).to(self.dtype)

    @contextmanager
    def _listening(
        self,
        found: dict[str, Tensor],
        edits: Mapping[str, Edit],
        wanted: Collection[str],
        stop: bool,
    ) -> Iterator[None]:
        """Note each wanted layer's output in `found`, edit it, and stop after the last one."""
        calls: Counter[str] = Counter()

        def listen(layer: str, name: str) -> torch.utils.hooks.RemovableHandle:
            def hook(_module: nn.Module, _arguments: tuple, output: Tensor) -> Tensor | None:
                calls[layer] += 1
                if calls[layer] < self._times[name]:
                    return None
                last = self._shapes[layer].channels_last
                activation = output.permute(0, 3, 1, 2) if last else output
                if layer in edits:
                    activation = edits[layer](activation)
                found[layer] = activation
                if stop and len(found) == len(wanted):
                    raise _Reached
                # A copy goes on: networks add to their activations in place.
                passed = activation.clone()
                return passed.permute(0, 2, 3, 1) if last else passed

            return self._model.get_submodule(name).register_forward_hook(hook)

        handles = [listen(layer, self._modules[layer]) for layer in wanted]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()


class _Reached(Exception):
    """The last layer asked for has been computed."""


def input_size(name: str) -> int:
    """Return the side in pixels of the images that the network was trained on.

    Raises:
        AtlasError: there is no such network.
    """
    return zoo.input_format(zoo.find(name)).size


def load_network(
    settings: NetworkSettings, device: DeviceSettings, layers: Sequence[str]
) -> Network:
    """Return the network of the settings with the layers `layers`, ready for use.

    Raises:
        AtlasError: the network, a layer, the weights or the device can't be had.
    """
    architecture = zoo.find(settings.name)
    resolved = devices.resolve(device)
    model = without_inplace(weights.load(settings))
    digest = weights.digest(model)
    modules = {layer: module_name(model, settings.name, layer) for layer in layers}
    input_format = zoo.input_format(architecture)

    def adapt(candidate: nn.Module, where: Device) -> Network:
        return Network(candidate, modules, input_format, where, name=settings.name, digest=digest)

    return adapt(_fastest(model, modules, input_format.size, adapt), resolved)


def _fastest(
    model: nn.Module, modules: Mapping[str, str], size: int, adapt: Callable[..., Network]
) -> nn.Module:
    """Return the network with its batch norms folded, or as it is if that changes its outputs."""
    noise = seeds.generator("folding", size).random((1, 3, size, size), dtype=np.float32)
    images = torch.from_numpy(noise)
    calls, _ = trace(model, images)
    found = folding.pairs(calls, set(modules.values()))
    if not found:
        return model
    folded = folding.fold(model, found)
    untouched = adapt(model, devices.REFERENCE)
    difference = _difference(untouched, adapt(folded, devices.REFERENCE), images)
    if not difference <= TOLERANCE:
        log.info(
            "%s: batch norms stay unfolded, since folding changes outputs by %.2g of the largest",
            untouched.name,
            difference,
        )
        return model
    return folded


@torch.no_grad()
def _difference(one: Network, other: Network, images: Tensor) -> float:
    """Return the largest difference of activations and logits, as a share of the largest one."""
    first, first_logits = one.run(images)
    second, second_logits = other.run(images)
    shares = [
        ((a - b).abs().max() / a.abs().max().clamp_min(1e-12)).item()
        for a, b in [(first_logits, second_logits), *((first[k], second[k]) for k in first)]
    ]
    return np.max(shares).item()  # NaN if any is


def _frozen(model: nn.Module) -> nn.Module:
    return model.eval().requires_grad_(False)


def _per_channel(values: Sequence[float], device: torch.device) -> Tensor:
    return torch.tensor(values, dtype=torch.float32, device=device).reshape(1, 3, 1, 1)


def _class_count(name: str, logits: object) -> int:
    if not (isinstance(logits, Tensor) and logits.ndim == 2):
        raise AtlasError(
            f"'{name}' is no classifier of images; choose one that gives class logits."
        )
    return logits.shape[1]


def _not_spatial(
    layer: str, output: object, name: str, model: nn.Module, calls: Sequence[Call]
) -> str:
    if output is None:
        given = "it is never called"
    elif isinstance(output, Tensor):
        given = (
            f"its output has the shape {tuple(output.shape)}, not (images, channels, rows, columns)"
        )
    else:
        given = f"its output is a {type(output).__name__}, not one tensor"
    better = suggested(model, name, calls)
    choose = f"choose e.g. {', '.join(better)}" if better else "choose another"
    return f"Layer '{layer}' of '{name}' is not spatial: {given}; {choose}."
