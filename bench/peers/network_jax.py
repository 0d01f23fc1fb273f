"""The network and the loss of moving-cheese's agent in JAX: a GRU over transitions, linear heads on [s, h], PPO."""

import jax
import jax.numpy as jnp
import optax

Arrays = dict[str, jax.Array]


def project(parameters: Arrays, inputs: jax.Array) -> jax.Array:
    """The part of the gates that needs no memory: for all time steps at once."""
    return inputs @ parameters["input_weights"] + parameters["bias"]


def gru_step(parameters: Arrays, memory: jax.Array, projected: jax.Array) -> jax.Array:
    """The reset gate is applied after the recurrent product, as in cuDNN, PyTorch and moving-cheese."""
    input_gates, input_candidate = jnp.split(projected, [2 * memory.shape[-1]], -1)
    recurrent = memory @ parameters["recurrent_weights"]
    gates, candidate = jnp.split(recurrent, [2 * memory.shape[-1]], -1)
    reset, keep = jnp.split(jax.nn.sigmoid(input_gates + gates), 2, -1)
    candidate = jnp.tanh(input_candidate + reset * (candidate + parameters["candidate_bias"]))
    return (1 - keep) * candidate + keep * memory


def heads(parameters: Arrays, observations: jax.Array, memory: jax.Array) -> jax.Array:
    """The policy's logits and the value, [..., A + 1]."""
    return (
        observations @ parameters["observation_weights"]
        + memory @ parameters["memory_weights"]
        + parameters["head_bias"]
    )


def first_memory(parameters: Arrays, slots: int) -> jax.Array:
    return jnp.zeros((slots, parameters["recurrent_weights"].shape[0]))


def unroll(parameters: Arrays, inputs: jax.Array, observations: jax.Array) -> jax.Array:
    """Reads transitions [T, B, I] and observations [T, B, O]; gives [T, B, A + 1]."""

    def step(memory: jax.Array, projected: jax.Array) -> tuple[jax.Array, jax.Array]:
        memory = gru_step(parameters, memory, projected)
        return memory, memory

    first = first_memory(parameters, inputs.shape[1])
    _, memory = jax.lax.scan(step, first, project(parameters, inputs))
    return heads(parameters, observations, memory)


def clipped_loss(
    parameters: Arrays, minibatch: Arrays, settings: dict, entropy_weight: jax.Array
) -> jax.Array:
    """Schulman et al. 2017, eq. 7 and 9, as in agents/algorithms/clipped-loss.ts."""
    outputs = unroll(parameters, minibatch["inputs"], minibatch["observations"])
    log_policy = jax.nn.log_softmax(outputs[..., :-1])
    chosen = jnp.take_along_axis(log_policy, minibatch["actions"][..., None], -1)[..., 0]
    ratio = jnp.exp(chosen - minibatch["old_log_probabilities"])
    clipped = jnp.clip(ratio, 1 - settings["clip"], 1 + settings["clip"])
    advantages = minibatch["advantages"]
    surrogate = jnp.minimum(ratio * advantages, clipped * advantages).mean()
    value_loss = 0.5 * jnp.square(outputs[..., -1] - minibatch["targets"]).mean()
    entropy = -(jnp.exp(log_policy) * log_policy).sum(-1).mean()
    return settings["valueCoefficient"] * value_loss - surrogate - entropy_weight * entropy


def optimiser_of(settings: dict) -> optax.GradientTransformation:
    """Adam on the clipped gradient, but for the rate, which `update` is told: it follows a schedule."""
    clip = optax.clip_by_global_norm(settings["gradientNorm"])
    return optax.chain(clip, optax.scale_by_adam(eps=1e-5))


def update(
    parameters: Arrays,
    optimiser: optax.OptState,
    minibatch: Arrays,
    settings: dict,
    rate: jax.Array,
    entropy_weight: jax.Array,
) -> tuple[Arrays, optax.OptState]:
    """One step of Adam on one minibatch."""
    gradient = jax.grad(clipped_loss)(parameters, minibatch, settings, entropy_weight)
    steps, optimiser = optimiser_of(settings).update(gradient, optimiser)
    return jax.tree.map(lambda old, step: old - rate * step, parameters, steps), optimiser
