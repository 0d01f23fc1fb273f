"""The parameters of a network in the order in which moving-cheese keeps them, as one vector of float32, and as text."""

import base64
import math

import numpy as np


def shapes(sizes: dict) -> dict[str, tuple[int, ...]]:
    """Those of agents/gru-network.ts. The three gates stand side by side: reset, update, candidate."""
    inputs, hidden = sizes["inputs"], sizes["hidden"]
    observations, outputs = sizes["observations"], sizes["actions"] + 1
    return {
        "input_weights": (inputs, 3 * hidden),
        "recurrent_weights": (hidden, 3 * hidden),
        "bias": (3 * hidden,),
        "candidate_bias": (hidden,),
        "observation_weights": (observations, outputs),
        "memory_weights": (hidden, outputs),
        "head_bias": (outputs,),
    }


def unflatten(vector: np.ndarray, sizes: dict) -> dict[str, np.ndarray]:
    """Views of the vector, by name."""
    lengths = [math.prod(shape) for shape in shapes(sizes).values()]
    if sum(lengths) != len(vector):
        raise ValueError(
            f"Parameters must be {sum(lengths)} numbers for the sizes {sizes}; received {len(vector)}. "
            "Send those of an agent with the same sizes."
        )
    parts = np.split(vector, np.cumsum(lengths)[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(shapes(sizes).items(), parts)}


def flatten(arrays: dict, sizes: dict) -> np.ndarray:
    return np.concatenate([np.asarray(arrays[name]).ravel() for name in shapes(sizes)])


def first_parameters(sizes: dict, seed: int) -> dict[str, np.ndarray]:
    """As agents/gru-network.ts starts them where inputs are one-hot, drawn by another generator."""
    generator = np.random.default_rng(seed)
    hidden = sizes["hidden"]
    arrays = {name: np.zeros(shape, np.float32) for name, shape in shapes(sizes).items()}

    def normal(name: str, gain: float) -> None:
        rows = arrays[name].shape[0]
        arrays[name][:] = generator.normal(0, gain / math.sqrt(rows), arrays[name].shape)

    normal("input_weights", 2)
    normal("memory_weights", 0.1)
    for gate in np.split(arrays["recurrent_weights"], 3, axis=1):
        gate[:] = np.linalg.qr(generator.normal(size=(hidden, hidden)))[0]
    return arrays


def encode(vector: np.ndarray) -> str:
    """As vectors.ts reads it."""
    return base64.b64encode(np.asarray(vector, np.float32).tobytes()).decode()


def decode(text: str) -> np.ndarray:
    """What vectors.ts wrote; a copy, so that it can be changed."""
    return np.frombuffer(base64.b64decode(text), np.float32).copy()
