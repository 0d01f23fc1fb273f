import directionBinary from '../results/runs/half-cheetah-direction-v0-600s/best/iteration-00000390.bin?url';
import directionManifest from '../results/runs/half-cheetah-direction-v0-600s/best/iteration-00000390.json';
import directionConfiguration from '../results/runs/half-cheetah-direction-v0-600s/configuration.json';
import eitherWayBinary from '../results/runs/half-cheetah-velocity-direction-v0-600s-first-half-cheetah-direction-v0-300/best/iteration-00000333.bin?url';
import eitherWayManifest from '../results/runs/half-cheetah-velocity-direction-v0-600s-first-half-cheetah-direction-v0-300/best/iteration-00000333.json';
import eitherWayConfiguration from '../results/runs/half-cheetah-velocity-direction-v0-600s-first-half-cheetah-direction-v0-300/configuration.json';
import velocityBinary from '../results/runs/half-cheetah-velocity-v0-600s/best/iteration-00000624.bin?url';
import velocityManifest from '../results/runs/half-cheetah-velocity-v0-600s/best/iteration-00000624.json';
import velocityConfiguration from '../results/runs/half-cheetah-velocity-v0-600s/configuration.json';

/** The committed runs that the page plays. */
export const runs = {
  velocity: {
    configuration: velocityConfiguration,
    manifest: velocityManifest,
    binary: velocityBinary,
  },
  eitherWay: {
    configuration: eitherWayConfiguration,
    manifest: eitherWayManifest,
    binary: eitherWayBinary,
  },
  direction: {
    configuration: directionConfiguration,
    manifest: directionManifest,
    binary: directionBinary,
  },
};
