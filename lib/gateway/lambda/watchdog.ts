import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ExecutionEnvironment } from './execution-environment';

const SCAN_MS = 25;
const MEMORY_EVERY_SCANS = 4;
/** Shorter calls are not worth a look at their memory. */
const MEASURED_AFTER_MS = 100;
/** A node process that has loaded nothing already has about 40 MB, and its heap grows more freely than in Lambda. */
const ALLOWANCE_BYTES = 64 * 1024 * 1024;
const PAGE_BYTES = 4096;

/** One timer that holds every environment at work to its function's timeout and memory. */
export class Watchdog {
  private readonly watched = new Set<ExecutionEnvironment>();
  private timer?: NodeJS.Timeout;
  private scans = 0;

  watch(environment: ExecutionEnvironment): void {
    this.watched.add(environment);
    this.timer ??= setInterval(() => this.scan(), SCAN_MS).unref();
  }

  release(environment: ExecutionEnvironment): void {
    this.watched.delete(environment);
  }

  close(): void {
    this.watched.clear();
    this.stop();
  }

  private scan(): void {
    if (this.watched.size === 0) {
      this.stop();
      return;
    }
    const now = Date.now();
    for (const environment of this.watched) {
      if (environment.deadline > now) continue;
      this.watched.delete(environment);
      environment.expire();
    }
    this.scans += 1;
    if (this.scans % MEMORY_EVERY_SCANS === 0) this.measure();
  }

  private measure(): void {
    const since = performance.now() - MEASURED_AFTER_MS;
    const busy = [...this.watched].filter(({ busySince }) => busySince < since);
    if (busy.length === 0) return;
    if (process.platform === 'linux') {
      for (const environment of busy) this.judge(environment, residentBytes(environment.pid));
    } else if (process.platform !== 'win32') {
      this.measureByPs(busy);
    }
  }

  private measureByPs(busy: readonly ExecutionEnvironment[]): void {
    const pids = busy.map(({ pid }) => pid).join(',');
    execFile('ps', ['-o', 'pid=,rss=', '-p', pids], (_error, text) => {
      const sizes = new Map(text.split('\n').map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
      for (const environment of busy) {
        if (this.watched.has(environment)) this.judge(environment, (sizes.get(environment.pid) ?? 0) * 1024);
      }
    });
  }

  private judge(environment: ExecutionEnvironment, bytes: number): void {
    environment.peakMemory = Math.max(environment.peakMemory, bytes);
    if (bytes > environment.fn.memoryMb * 1024 * 1024 + ALLOWANCE_BYTES) environment.kill();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ', 2)[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
