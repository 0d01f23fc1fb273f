import { expose } from 'comlink';
import { BanditGame } from './bandit-game.js';

expose(new BanditGame());
