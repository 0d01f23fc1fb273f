"""One PPO update at a time in PyTorch, as update.ts asks for it."""

import sys

import torch

from network_torch import Network, gradient_of, optimiser_of, update
from update_host import Prepared, serve


def prepare(request: dict, parameters: dict, arrays: dict) -> Prepared:
    settings, entropy_weight = request["settings"], request["settings"]["entropyCoefficient"]
    minibatch = {name: torch.from_numpy(array) for name, array in arrays.items()}
    minibatch["actions"] = minibatch["actions"].long()
    network = Network(request["sizes"], by_hand="by-hand" in sys.argv)
    network.load(parameters)
    loss = gradient_of(network, minibatch, settings, entropy_weight)
    gradient = network.save(lambda parameter: parameter.grad)
    optimiser = optimiser_of(network, request["rate"])
    return Prepared(
        loss=loss.item(),
        gradient=gradient,
        step=lambda: update(network, optimiser, minibatch, settings, entropy_weight),
        parameters=network.save,
        compile_seconds=0,
    )


serve(["torch"], prepare)
