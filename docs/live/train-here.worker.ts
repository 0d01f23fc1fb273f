import { expose } from 'comlink';
import { version } from '../../package.json';
import { TrainHere } from './train-here.js';

/** A message to oneself: unlike a timer it is not held back for milliseconds, of which an iteration takes few. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

expose(new TrainHere({ version, now: () => performance.now() / 1000, turn }));
