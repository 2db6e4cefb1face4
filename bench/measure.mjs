// Figures of a command with all that it starts: wall and CPU seconds, peak memory of the largest process.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processes } from './processes.mjs';

/** Runs a command to its end. */
export function measure(command, args, { cwd, env = {}, quiet = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', 'TIMEFORMAT="@@ %R %U %S"; time "$0" "$@"', command, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const group = new ProcessGroup(child.pid);
    const watch = setInterval(() => group.sample(), SAMPLE_MS);
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      const figures = /@@ ([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(output);
      if (code !== 0 || !figures)
        return reject(new Error(`${command} ${args.join(' ')} failed:\n${output.slice(-4000)}`));
      const [wall, user, system] = figures.slice(1).map(Number);
      if (!quiet) console.log(output);
      // The shell misses processes that nobody waited for, such as a service of esbuild; samples miss the shortest ones.
      const cpu = Math.max(user + system, group.cpuSeconds);
      return resolve({ wall, cpu, peakMb: group.peakKb / 1024, output: output.slice(0, figures.index) });
    });
  });
}

const SAMPLE_MS = 20;
const TICKS_PER_SECOND = 100;

/** What the processes of a group have used so far; nothing where /proc is absent. */
class ProcessGroup {
  peakKb = 0;
  #ticks = new Map();

  constructor(id) {
    this.id = id;
  }

  get cpuSeconds() {
    return [...this.#ticks.values()].reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
  }

  sample() {
    for (const pid of processes()) {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (Number(fields[2]) !== this.id) continue;
        this.#ticks.set(pid, Number(fields[11]) + Number(fields[12]));
        const mark = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
        this.peakKb = Math.max(this.peakKb, Number(mark?.[1] ?? 0));
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}
