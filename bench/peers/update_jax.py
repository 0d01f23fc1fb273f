"""One PPO update at a time in JAX, as update.ts asks for it."""

import time

import jax
import jax.numpy as jnp

from flat import flatten
from network_jax import clipped_loss, optimiser_of, update
from update_host import Prepared, serve


def prepare(request: dict, parameters: dict, arrays: dict) -> Prepared:
    settings = request["settings"]
    minibatch = {name: jnp.asarray(array) for name, array in arrays.items()}
    parameters = {name: jnp.asarray(array) for name, array in parameters.items()}
    entropy_weight, rate = settings["entropyCoefficient"], request["rate"]
    loss, gradient = jax.value_and_grad(clipped_loss)(
        parameters, minibatch, settings, entropy_weight
    )

    # The minibatch is an argument: a constant would be computed with ahead of time.
    @jax.jit
    def updated(parameters: dict, optimiser: tuple, minibatch: dict) -> tuple:
        return update(parameters, optimiser, minibatch, settings, rate, entropy_weight)

    state = (parameters, optimiser_of(settings).init(parameters))
    begun = time.perf_counter()
    compiled = updated.lower(*state, minibatch).compile()
    compile_seconds = time.perf_counter() - begun

    def step() -> None:
        nonlocal state
        state = jax.block_until_ready(compiled(*state, minibatch))

    return Prepared(
        loss=float(loss),
        gradient=flatten(gradient, request["sizes"]),
        step=step,
        parameters=lambda: flatten(state[0], request["sizes"]),
        compile_seconds=compile_seconds,
    )


serve(["jax", "optax"], prepare)
