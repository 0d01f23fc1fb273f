/** `runs/maze-gridnavi-v0-1-2026-11-23T04-22-33`. */
export function defaultFolder(id: string, seed: number): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `runs/${id.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}-${seed}-${time}`;
}
