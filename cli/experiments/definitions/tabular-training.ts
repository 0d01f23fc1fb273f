const SHORT_TRACES = '--trace-decay 0.3 --value-trace-decay 0.3';

/**
 * How agents are trained on random MDPs, where a reward says something of one state and action out of fifty. With the
 * short traces of RL² (Duan et al. 2016, appendix) advantages are less noisy than an episode's return, and a short sight
 * learns fast to use what is known. Chosen on the encoders gru and transformer, with one seed.
 */
export const TABULAR_TRAINING = `--discount 0.9 --final-discount 0.9 ${SHORT_TRACES} --entropy 0.06`;

/**
 * How such an agent goes on in longer trials: with the far sight that trying every action once needs, and with the entropy
 * that lets it try them again. Without, half of all actions stay untried in twenty-five episodes.
 */
export const LONG_TABULAR_TRAINING = `--discount 0.96 --final-discount 0.97 ${SHORT_TRACES} --entropy 0.2 --learning-rate 0.002`;
