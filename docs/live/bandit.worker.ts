import { expose } from 'comlink';
import { BanditGame } from './bandit.js';

expose(new BanditGame());
