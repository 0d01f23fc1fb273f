"""The recurrence of a GRU with its gradient written out.

What `nn.GRU` computes, in a quarter of the operations: with few slots, calling an operation costs more than what it
computes. All that needs no memory is computed for all time steps at once, in both directions.
"""

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn.functional import linear


class Unroll(torch.autograd.Function):
    """Reads inputs [T, B, I], and parameters as nn.GRU has them; gives memories [T, B, H]. Before the first it is 0."""

    @staticmethod
    def forward(
        ctx, inputs: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor
    ) -> Tensor:
        steps, slots, _ = inputs.shape
        hidden = w_hh.shape[1]
        projected = linear(inputs, w_ih, b_ih)
        recurrent = torch.empty_like(projected)
        gates = torch.empty(steps, slots, 2 * hidden)
        candidates = torch.empty(steps, slots, hidden)
        memories = torch.zeros(steps + 1, slots, hidden)
        input_gates, input_candidates = projected.split([2 * hidden, hidden], -1)
        own_gates, own_candidates = recurrent.split([2 * hidden, hidden], -1)
        reset, keep = gates.chunk(2, -1)
        weights = w_hh.T
        # Views of each time step are made at once, too.
        for before, own, x, u, gate, input_n, own_n, r, z, n, after in zip(
            memories,
            recurrent,
            input_gates,
            own_gates,
            gates,
            input_candidates,
            own_candidates,
            reset,
            keep,
            candidates,
            memories[1:],
        ):
            torch.addmm(b_hh, before, weights, out=own)
            torch.add(x, u, out=gate).sigmoid_()
            torch.addcmul(input_n, r, own_n, out=n).tanh_()
            torch.lerp(n, before, z, out=after)
        ctx.save_for_backward(inputs, w_hh, own_candidates, reset, keep, candidates, memories)
        return memories[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx, memory_gradient: Tensor) -> tuple:
        inputs, w_hh, own_candidates, reset, keep, candidates, memories = ctx.saved_tensors
        steps, slots, hidden = candidates.shape
        # What a gradient of the memory is multiplied by on its way to each gate, before its nonlinearity.
        to_candidate = (1 - keep) * (1 - candidates.square())
        to_reset = to_candidate * own_candidates * reset * (1 - reset)
        to_keep = (memories[:-1] - candidates) * keep * (1 - keep)
        factors = torch.stack((to_reset, to_keep, to_candidate * reset), 2)
        slopes = torch.empty(steps, slots, 3, hidden)
        memory_slopes = torch.empty(steps, slots, hidden)
        slope = torch.zeros(slots, hidden)
        flat = slopes.view(steps, slots, 3 * hidden)
        spreads = memory_slopes.unsqueeze(2)
        by_step = zip(memory_gradient, memory_slopes, spreads, factors, slopes, flat, keep)
        for given, total, spread, factor, out, row, z in reversed(list(by_step)):
            torch.add(given, slope, out=total)
            torch.mul(factor, spread, out=out)
            slope = torch.addmm(total * z, row, w_hh)
        rows = flat.view(-1, 3 * hidden)
        w_hh_gradient = rows.T @ memories[:-1].reshape(-1, hidden)
        b_hh_gradient = rows.sum(0)
        # Before the reset gate, the candidate's slope is another one.
        slopes[:, :, 2] = memory_slopes * to_candidate
        w_ih_gradient = rows.T @ inputs.reshape(rows.shape[0], -1)
        return None, w_ih_gradient, w_hh_gradient, rows.sum(0), b_hh_gradient
