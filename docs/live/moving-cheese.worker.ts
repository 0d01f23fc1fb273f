import { expose } from 'comlink';
import { MovingCheese } from './mouse-trial.js';

expose(new MovingCheese());
