import { sha256 } from '@noble/hashes/sha256';
import { bytesToHex } from '@noble/hashes/utils';
import { randomStream, rapierEngine } from '../../index.js';

/** What `physicsHash` gives in Node and in browsers, on any machine. */
export const PHYSICS_HASH = '68b1fe9ae77aa3bfb4a4e8ff1371d2f35f48dd5d50ebb299fa8a4c1ca9e80487';

/** What to do when it gives something else. */
export const BITS_CHANGED = `The half-cheetah on Rapier moves otherwise than it did, in some bit.
Was that not meant, something has become dependent on the machine, the browser or on history: find out what.
Was it meant (another version of Rapier, another body, another solver), all results change with it: put the new
hash into test/envs/half-cheetah-bits.ts, measure again what docs/results holds of half-cheetahs, say so in
CHANGELOG.md, and, once the distributions have been released, give them a new version.`;

/** SHA-256 of the whole state, coordinates and rates in double precision, after each of 1 000 env steps. */
export async function physicsHash(): Promise<string> {
  await rapierEngine.load();
  const physics = rapierEngine.create();
  const hash = sha256.create();
  const rng = randomStream('half-cheetah');
  physics.reset(new Float64Array(9), new Float64Array(9));
  for (let step = 0; step < 1000; step++) {
    physics.step(Array.from({ length: 6 }, () => rng.between(-1, 1)));
    for (const numbers of [physics.qpos, physics.qvel]) {
      hash.update(new Uint8Array(Float64Array.from(numbers).buffer));
    }
  }
  physics.dispose();
  return bytesToHex(hash.digest());
}
