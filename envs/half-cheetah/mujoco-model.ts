import {
  armature,
  type Capsule,
  capsuleRadius,
  friction,
  gravity,
  type Limb,
  limbs,
  links,
  timeStep,
  torso,
} from './body.js';

/**
 * Bytes for contacts and the solver of one body. MuJoCo would take 13 MB, with which a hundred bodies
 * fill a WebAssembly memory; the most that sixteen contacts and six limits need is under 100 kB.
 */
const ARENA = '512K';

/**
 * The half-cheetah as MuJoCo reads it, made from the body's table. What is no property of the body is as
 * in Gymnasium's `half_cheetah.xml`: softness of contacts and limits, contact dimension, and which
 * pairs collide (links with the floor only).
 */
export function mujocoModel(): string {
  // Masses follow from the capsules at one density, and inertia likewise; a test compares them.
  const mass = links.reduce((sum, link) => sum + link.mass, 0).toFixed(6);
  return `<mujoco model="half-cheetah">
<compiler angle="radian" inertiafromgeom="true" settotalmass="${mass}"/>
<size memory="${ARENA}"/>
<option gravity="0 0 ${-gravity}" timestep="${timeStep}"/>
<default>
<joint type="hinge" axis="0 1 0" armature="${armature}" limited="true" solimplimit="0 .8 .03" solreflimit=".02 1"/>
<geom conaffinity="0" condim="3" contype="1" friction="${friction} .1 .1" solimp="0 .8 .01" solref=".02 1"/>
<motor ctrllimited="true" ctrlrange="-1 1"/>
</default>
<worldbody>
<geom type="plane" name="floor" conaffinity="1" size="40 40 40"/>
<body name="${torso.name}" pos="${torso.x} 0 ${torso.z}">
${rootJoint('x', 'slide', '1 0 0')}
${rootJoint('z', 'slide', '0 0 1')}
${rootJoint('pitch', 'hinge', '0 1 0')}
${torso.capsules.map(geom).join('\n')}
${limbsOf(0)}
</body>
</worldbody>
<actuator>
${limbs.map(({ name, hinge }) => `<motor joint="${name}" gear="${hinge.gear}"/>`).join('\n')}
</actuator>
</mujoco>`;
}

function rootJoint(name: string, type: 'slide' | 'hinge', axis: string): string {
  return `<joint name="${name}" type="${type}" axis="${axis}" armature="0" limited="false"/>`;
}

/** The limbs that hang on a link, with all that hangs on them. */
function limbsOf(parent: number): string {
  return limbs
    .map((limb, index) => (limb.parent === parent ? limbBody(limb, index + 1) : ''))
    .join('');
}

function limbBody({ name, x, z, capsules, hinge }: Limb, index: number): string {
  const { lower, upper, stiffness, damping } = hinge;
  return `<body name="${name}" pos="${x} 0 ${z}">
<joint name="${name}" range="${lower} ${upper}" stiffness="${stiffness}" damping="${damping}"/>
${capsules.map(geom).join('\n')}
${limbsOf(index)}</body>
`;
}

function geom({ x, z, halfLength, angle }: Capsule): string {
  return `<geom type="capsule" pos="${x} 0 ${z}" axisangle="0 1 0 ${angle}" size="${capsuleRadius} ${halfLength}"/>`;
}
