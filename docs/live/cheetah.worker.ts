import { expose } from 'comlink';
import { Cheetah } from './cheetah.js';

expose(new Cheetah());
