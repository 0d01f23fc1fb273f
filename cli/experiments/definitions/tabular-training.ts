/**
 * How agents are trained on random MDPs, where a reward says something of one state and action out of fifty. With the
 * short traces of RL² (Duan et al. 2016, appendix) advantages are less noisy than an episode's return, and large rollouts
 * are needed all the same. Chosen on the encoders gru and transformer, with one seed.
 */
export const TABULAR_TRAINING =
  '--discount 0.9 --final-discount 0.9 --trace-decay 0.3 --value-trace-decay 0.3 --entropy 0.06';
