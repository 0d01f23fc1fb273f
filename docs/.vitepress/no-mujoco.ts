/** In place of `@mujoco/mujoco`: ten megabytes that no page of this site asks for. */
throw new Error('This page simulates with Rapier alone.');
