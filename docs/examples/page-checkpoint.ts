import { readFileSync } from 'node:fs';
import {
  createRnnAgent,
  distributionFromDefinition,
  getDistribution,
  metaTest,
} from 'moving-cheese';

const path = process.argv[2] ?? 'checkpoint.json';
const { configuration, binary } = JSON.parse(readFileSync(path, 'utf8'));
const { id, definition } = configuration.distribution;
const distribution = id
  ? getDistribution(id)
  : distributionFromDefinition(definition, { subject: path });

const agent = await createRnnAgent({ family: distribution.family, ...configuration.agent });
const bytes = new Uint8Array(Buffer.from(binary, 'base64'));
const numbers = new Float32Array(bytes.buffer); // the parameters, then the optimiser's
agent.parameters.values.set(numbers.subarray(0, agent.parameters.values.length));
agent.parametersChanged();
agent.greedy = true;
console.log(metaTest({ policy: agent, distribution, tasks: 1000, seed: 0 }).returnByEpisode);
