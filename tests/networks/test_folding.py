import torch
from timm.layers import BatchNormAct2d
from torch import nn

from activation_atlas.networks import folding
from activation_atlas.networks.probing import trace


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, bias=True)
        self.norm = nn.BatchNorm2d(4)
        self.second = nn.Conv2d(4, 4, 3, groups=2, bias=False)
        self.active = BatchNormAct2d(4, act_layer=nn.ReLU)
        self.third = nn.Conv2d(4, 4, 1)
        self.plain = nn.BatchNorm2d(4, affine=False)
        self.shared = nn.Conv2d(4, 4, 1)
        self.once = nn.BatchNorm2d(4)
        self.alone = nn.BatchNorm2d(4)

    def forward(self, x):
        x = self.active(self.second(self.norm(self.first(x))))
        x = self.plain(self.third(x))
        x = self.once(self.shared(self.shared(x)))
        return self.alone(x + 1).mean((2, 3))


def scrambled():
    torch.manual_seed(0)
    net = Net().eval().requires_grad_(False)
    for norm in (module for module in net.modules() if isinstance(module, nn.BatchNorm2d)):
        for values in (norm.weight, norm.bias, norm.running_mean):
            if values is not None:
                values.uniform_(-1, 1)
        norm.running_var.uniform_(0.1, 3)
    return net


IMAGES = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(0))


def test_pairs_are_found_by_the_tensor_between_them():
    calls, _ = trace(scrambled(), IMAGES)
    assert folding.pairs(calls, ()) == [
        ("first", "norm"),
        ("second", "active"),
        ("third", "plain"),
    ]


def test_a_convolution_that_is_looked_at_is_not_folded():
    calls, _ = trace(scrambled(), IMAGES)
    assert ("second", "active") not in folding.pairs(calls, {"second"})
    assert ("second", "active") in folding.pairs(calls, {"active"})


def test_the_folded_network_gives_the_same_under_the_same_names():
    net = scrambled()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    calls, logits = trace(net, IMAGES)
    folded = folding.fold(net, folding.pairs(calls, ()))
    folded_calls, folded_logits = trace(folded, IMAGES)
    torch.testing.assert_close(folded_logits, logits)
    theirs = {call.name: call.output for call in calls}
    ours = {call.name: call.output for call in folded_calls}
    for name in ("norm", "active", "active.act", "plain", "alone"):
        torch.testing.assert_close(ours[name], theirs[name])
    assert not torch.allclose(ours["first"], theirs["first"])
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
