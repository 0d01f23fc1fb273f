"""The network and the loss of moving-cheese's agent in PyTorch: a GRU over transitions, linear heads on [s, h], PPO."""

from collections.abc import Callable

import numpy as np
import torch
import torch._dynamo  # Optimisers import it when they are first used, which takes a second: it belongs to loading.
from torch import Tensor, nn

from flat import flatten
from gru_torch import Unroll


class Network(nn.Module):
    """Reads transitions [T, B, I] and observations [T, B, O]; gives the policy's logits and the value, [T, B, A + 1].

    With `by_hand` the recurrence goes through gru_torch.py, which is faster for few slots.
    """

    def __init__(self, sizes: dict, by_hand: bool = False) -> None:
        super().__init__()
        self.sizes = sizes
        self.by_hand = by_hand
        self.gru = nn.GRU(sizes["inputs"], sizes["hidden"])
        self.heads = nn.Linear(sizes["observations"] + sizes["hidden"], sizes["actions"] + 1)

    def forward(self, inputs: Tensor, observations: Tensor) -> Tensor:
        gru = self.gru
        memory = Unroll.apply(inputs, *gru.all_weights[0]) if self.by_hand else gru(inputs)[0]
        return self.heads(torch.cat((observations, memory), -1))

    def step(self, inputs: Tensor, observations: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """The same for one decision, [B, I]; and the memory after it."""
        memory = torch.gru_cell(inputs, memory, *self.gru.all_weights[0])
        return self.heads(torch.cat((observations, memory), -1)), memory

    @torch.no_grad()
    def load(self, arrays: dict[str, np.ndarray]) -> None:
        """Takes over parameters as flat.py names and shapes them."""
        given = {name: torch.from_numpy(array) for name, array in arrays.items()}
        gru, heads = self.gru, self.heads
        gru.weight_ih_l0.copy_(given["input_weights"].T)
        gru.weight_hh_l0.copy_(given["recurrent_weights"].T)
        gru.bias_ih_l0.copy_(given["bias"])
        # nn.GRU has two biases a gate, which only add up where the gate is no candidate: one of them stays zero.
        gru.bias_hh_l0.zero_()
        gru.bias_hh_l0[-self.sizes["hidden"] :] = given["candidate_bias"]
        heads.weight.copy_(torch.cat((given["observation_weights"], given["memory_weights"])).T)
        heads.bias.copy_(given["head_bias"])

    def save(self, of: Callable[[Tensor], Tensor] = Tensor.detach) -> np.ndarray:
        """What `of` makes of the parameters, such as their gradients, as one vector in moving-cheese's order."""
        gru, heads = self.gru, self.heads
        observation_weights, memory_weights = of(heads.weight).T.split(
            [self.sizes["observations"], self.sizes["hidden"]]
        )
        arrays = {
            "input_weights": of(gru.weight_ih_l0).T,
            "recurrent_weights": of(gru.weight_hh_l0).T,
            "bias": of(gru.bias_ih_l0),
            "candidate_bias": of(gru.bias_hh_l0)[-self.sizes["hidden"] :],
            "observation_weights": observation_weights,
            "memory_weights": memory_weights,
            "head_bias": of(heads.bias),
        }
        return flatten(arrays, self.sizes)


def clipped_loss(outputs: Tensor, minibatch: dict, settings: dict, entropy_weight: float) -> Tensor:
    """Schulman et al. 2017, eq. 7 and 9, as in agents/algorithms/clipped-loss.ts."""
    log_policy = outputs[..., :-1].log_softmax(-1)
    chosen = log_policy.gather(-1, minibatch["actions"].unsqueeze(-1)).squeeze(-1)
    ratio = (chosen - minibatch["old_log_probabilities"]).exp()
    clipped = ratio.clamp(1 - settings["clip"], 1 + settings["clip"])
    advantages = minibatch["advantages"]
    surrogate = torch.minimum(ratio * advantages, clipped * advantages).mean()
    value_loss = 0.5 * (outputs[..., -1] - minibatch["targets"]).square().mean()
    entropy = -(log_policy.exp() * log_policy).sum(-1).mean()
    return settings["valueCoefficient"] * value_loss - surrogate - entropy_weight * entropy


def optimiser_of(network: Network, rate: float) -> torch.optim.Optimizer:
    return torch.optim.Adam(network.parameters(), lr=rate, eps=1e-5, fused=True)


def gradient_of(network: Network, minibatch: dict, settings: dict, entropy_weight: float) -> Tensor:
    """Leaves the gradient of the loss, not yet clipped, with the parameters. Returns the loss."""
    outputs = network(minibatch["inputs"], minibatch["observations"])
    loss = clipped_loss(outputs, minibatch, settings, entropy_weight)
    network.zero_grad()
    loss.backward()
    # Of the two biases that add up, the one that stays zero.
    network.gru.bias_hh_l0.grad[: -network.sizes["hidden"]] = 0
    return loss


def update(
    network: Network,
    optimiser: torch.optim.Optimizer,
    minibatch: dict,
    settings: dict,
    entropy_weight: float,
) -> None:
    """One step of Adam on one minibatch."""
    gradient_of(network, minibatch, settings, entropy_weight)
    nn.utils.clip_grad_norm_(network.parameters(), settings["gradientNorm"])
    optimiser.step()
