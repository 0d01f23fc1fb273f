"""RL² with PPO on GridNavi in PyTorch: the agent, the batch and the schedules of moving-cheese, with the env in NumPy.

Asked by learning.ts in one line, it answers with the parameters at intervals, which are tested there.
"""

from importlib import metadata

import numpy as np
import torch

from flat import first_parameters
from gridnavi import ACTIONS, CELLS, EPISODES, HORIZON
from gridnavi_numpy import GridNavi
from learning_host import INPUTS, Snapshots, schedules, serve, sizes_of
from network_torch import Network, optimiser_of, update

STEPS = HORIZON * EPISODES
"""Of an iteration, in each slot: one meta-episode."""


class Experience:
    """One meta-episode in each of B slots, [T, B, …]: arrays of NumPy, and the same memory as tensors."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        # A row more, since what the last step led to is written, too.
        self.inputs = np.zeros((STEPS + 1, slots, INPUTS), np.float32)
        self.observations = np.zeros((STEPS, slots, CELLS), np.float32)
        self.actions = np.zeros((STEPS, slots), np.int64)
        self.rewards = np.zeros((STEPS, slots), np.float32)
        self.outputs = torch.zeros(STEPS, slots, ACTIONS + 1)
        self.input_tensor = torch.from_numpy(self.inputs)
        self.observation_tensor = torch.from_numpy(self.observations)

    @torch.inference_mode()
    def collect(self, network: Network, env: GridNavi, scale: float, random: np.random.Generator):
        """Plays on: no meta-episode ends before its time, so each begins where the last iteration ended."""
        rows = np.arange(self.slots)
        # The most likely action under this noise is a draw from the policy.
        noise = torch.from_numpy(random.gumbel(size=(STEPS, self.slots, ACTIONS)).astype(np.float32))
        memory = torch.zeros(self.slots, network.gru.hidden_size)
        self.inputs.fill(0)
        for t in range(STEPS):
            self.observations[t] = env.observation
            self.outputs[t], memory = network.step(
                self.input_tensor[t], self.observation_tensor[t], memory
            )
            actions = (self.outputs[t, :, :-1] + noise[t]).argmax(-1).numpy()
            env.step(actions)
            self.actions[t] = actions
            self.rewards[t] = env.reward * scale
            # s, a, r, s′, terminated, truncated; nothing is ever terminated.
            row = self.inputs[t + 1]
            row[:, :CELLS] = self.observations[t]
            row[rows, CELLS + actions] = 1
            row[:, CELLS + ACTIONS] = self.rewards[t]
            row[:, CELLS + ACTIONS + 1 : 2 * CELLS + ACTIONS + 1] = env.next_observation
            row[:, -1] = env.episode_ended

    def arrays(self, discount: float, trace_decay: float) -> dict[str, torch.Tensor]:
        """What minibatches are cut from, with generalised advantages (Schulman et al. 2016, eq. 16)."""
        actions = torch.from_numpy(self.actions)
        log_policy = self.outputs[..., :-1].log_softmax(-1)
        values = self.outputs[..., -1].numpy()
        advantages = np.zeros_like(values)
        running = next_value = np.zeros(self.slots, np.float32)
        for t in reversed(range(STEPS)):
            running = self.rewards[t] + discount * (next_value + trace_decay * running) - values[t]
            advantages[t], next_value = running, values[t]
        targets = advantages + values
        advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
        return {
            "inputs": self.input_tensor[:-1],
            "observations": self.observation_tensor,
            "actions": actions,
            "old_log_probabilities": log_policy.gather(-1, actions.unsqueeze(-1)).squeeze(-1),
            "advantages": torch.from_numpy(advantages),
            "targets": torch.from_numpy(targets),
        }


def train(seed: int, settings: dict, budget: int, seconds: float, snapshots: Snapshots) -> dict:
    slots, minibatches = settings["slots"], settings["minibatches"]
    random = np.random.default_rng(seed)
    sizes = sizes_of(settings)
    network = Network(sizes, by_hand=True)
    network.load(first_parameters(sizes, seed))
    optimiser = optimiser_of(network, settings["learningRate"])
    env = GridNavi(slots, seed)
    experience = Experience(slots)
    steps = 0
    while steps < budget and snapshots.seconds() < seconds:
        rate, discount, entropy_weight = schedules(settings, steps / budget)
        optimiser.param_groups[0]["lr"] = rate
        experience.collect(network, env, settings["rewardScale"], random)
        arrays = experience.arrays(discount, settings["traceDecay"])
        for _ in range(settings["epochs"]):
            # Minibatches are sets of slots with all their decisions.
            for chosen in torch.from_numpy(random.permutation(slots)).chunk(minibatches):
                minibatch = {name: array[:, chosen] for name, array in arrays.items()}
                update(network, optimiser, minibatch, settings, entropy_weight)
        steps += slots * STEPS
        snapshots.consider(steps, network.save)
    return {"compileSeconds": 0, "versions": {"torch": metadata.version("torch")}}


if __name__ == "__main__":
    serve(train)
