import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** A project of its own in the temporary directory. Its files look as if written an hour ago. */
export class TemporaryProject {
  static create(files: Readonly<Record<string, string>> = {}, below = ''): TemporaryProject {
    const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-project-')));
    const project = new TemporaryProject(root, path.join(root, below));
    project.write({ 'package-lock.json': '{}', ...files });
    return project;
  }

  private constructor(
    private readonly root: string,
    readonly folder: string,
  ) {}

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(files: Readonly<Record<string, string>>, minutesAgo = 60): void {
    const time = new Date(Date.now() - minutesAgo * 60_000);
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
      fs.writeFileSync(this.path(name), text);
      fs.utimesSync(this.path(name), time, time);
    }
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
