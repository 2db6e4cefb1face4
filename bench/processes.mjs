import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './compare.mjs';

/** Ids of all processes; none where /proc is absent. */
export function processes() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** A process and all below it. */
export function processTree(root) {
  const parents = new Map();
  for (const pid of processes()) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const below = (pid) => {
    for (let at = pid; at; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(below);
}

/** Proportional memory of a process and all below it, in MB (Linux). */
export function proportionalMb(root) {
  let kb = 0;
  for (const pid of processTree(root)) {
    try {
      kb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  }
  return kb / 1024;
}

/** The same once it has come to rest after a load. */
export async function settledMb(root) {
  const samples = [];
  await sleep(1000);
  for (let i = 0; i < 5; i++) {
    samples.push(proportionalMb(root));
    await sleep(200);
  }
  return median(samples);
}
