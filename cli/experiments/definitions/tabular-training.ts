const SHORT_TRACES = '--trace-decay 0.3 --value-trace-decay 0.3';

/**
 * How agents with any encoder are trained on random MDPs, where a reward says something of one state and action out of
 * fifty. With the short traces of RL² (Duan et al. 2016, appendix) advantages are less noisy than an episode's return,
 * and a short sight learns fast to use what is known. Chosen on the encoders gru and transformer, with one seed.
 */
export const TABULAR_TRAINING = `--discount 0.9 --final-discount 0.9 ${SHORT_TRACES} --entropy 0.06`;

/**
 * Attention that looks up what was seen of a state, short traces as above, and a value that weighs so little that its
 * error does not drown the policy's gradient.
 */
const LOOKUP = `--encoder transformer --hidden 64 ${SHORT_TRACES} --value-coefficient 0.05`;
/** Chance teaches to look up, and seldom fails to; novelty, what to try. */
const BY_CHANCE = '--discount 0.95 --final-discount 0.95 --entropy 0.1 --final-entropy 0.4';
const BY_NOVELTY = '--discount 0.9 --final-discount 0.9';
/** With fifty episodes or more: a task is a minibatch. */
const LONGEST = `--steps 2000000 --slots 32 --minibatches 32 ${LOOKUP} ${BY_NOVELTY} --novelty 1.5 --entropy 0.05 --final-entropy 0.4 --learning-rate 0.001`;

/**
 * Such an agent's training, stage by stage: each goes on from where one before it ended, and all but the first are
 * tested, on as many episodes. Looking up is learnt with 256 tasks in an iteration; with 64 it was not, in as many steps.
 * Once it is, many iterations of few tasks go on faster than few iterations of many. What a try is worth to all later
 * visits shows too late and too little to be learnt from returns, so novelty is rewarded, the more the longer a trial
 * is, about as much as is best for a planner with such a bonus (`beb`). Chosen with seed 11; that chance teaches
 * looking up more surely than novelty does was seen on seeds 1 and 2, too.
 */
export const LOOKUP_STAGES = {
  first: `tabular-mdp/random-v0 --steps 6000000 --slots 256 ${LOOKUP} ${BY_CHANCE}`,
  10: `tabular-mdp/random-v0 --steps 3000000 --slots 64 --minibatches 8 ${LOOKUP} ${BY_NOVELTY} --novelty 0.5 --entropy 0.06 --final-entropy 0.4 --learning-rate 0.0015`,
  25: `tabular-mdp/random-25-episodes-v0 --steps 4000000 --slots 64 --minibatches 16 ${LOOKUP} ${BY_NOVELTY} --novelty 1 --entropy 0.06 --final-entropy 0.3 --learning-rate 0.0015`,
  50: `tabular-mdp/random-50-episodes-v0 ${LONGEST}`,
  75: `tabular-mdp/random-75-episodes-v0 ${LONGEST}`,
  100: `tabular-mdp/random-100-episodes-v0 ${LONGEST}`,
} as const;
