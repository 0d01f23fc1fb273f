import { expose } from 'comlink';
import { MovingCheese } from './moving-cheese.js';

expose(new MovingCheese());
