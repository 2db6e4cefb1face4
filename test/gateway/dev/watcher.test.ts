import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Watcher } from '../../../lib/gateway/dev/watcher';

let root: string;
let source: string;
let file: string;
let watcher: Watcher;
let changes: Changes;
let count = 0;

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watcher-')));
  source = path.join(root, 'src');
  file = path.join(source, 'a.ts');
  fs.mkdirSync(source);
  fs.writeFileSync(file, 'start');
  changes = new Changes();
  watcher = new Watcher({ onChange: (paths) => changes.add(paths), pollMs: 3_600_000 });
});
afterEach(() => {
  watcher.close();
  fs.rmSync(root, { recursive: true, force: true });
});

/** Ways in which editors, tools and git write a file. */
const SAVES: Readonly<Record<string, () => void>> = {
  'writes it in place': () => fs.writeFileSync(file, text()),
  'appends to it': () => fs.appendFileSync(file, text()),
  'writes it in pieces': () => {
    const handle = fs.openSync(file, 'w');
    fs.writeSync(handle, text());
    fs.writeSync(handle, text());
    fs.closeSync(handle);
  },
  'renames a new file over it, as JetBrains does': () => {
    fs.writeFileSync(`${file}.tmp`, text());
    fs.renameSync(`${file}.tmp`, file);
  },
  'moves it away as a backup and writes it again, as vim does': () => {
    fs.writeFileSync(path.join(source, '4913'), '');
    fs.unlinkSync(path.join(source, '4913'));
    fs.renameSync(file, `${file}~`);
    fs.writeFileSync(file, text());
    fs.unlinkSync(`${file}~`);
  },
  'deletes it and creates it': () => {
    fs.unlinkSync(file);
    fs.writeFileSync(file, text());
  },
  'copies another file over it with its times': () => {
    const other = path.join(root, 'other.ts');
    fs.writeFileSync(other, text());
    fs.copyFileSync(other, file);
    fs.utimesSync(file, 1, 1);
  },
  'writes the same length and puts the old times back': () => {
    const { atime, mtime, size } = fs.statSync(file);
    fs.writeFileSync(file, String(count++ % 10).repeat(size));
    fs.utimesSync(file, atime, mtime);
  },
  'touches it': () => {
    const time = new Date(Date.now() - 1000 * count++);
    fs.utimesSync(file, time, time);
  },
  'checks the folder out anew, as git does': () => {
    fs.rmSync(source, { recursive: true });
    fs.mkdirSync(source);
    fs.writeFileSync(file, text());
  },
  'puts another folder in its place': () => {
    fs.mkdirSync(path.join(root, 'new'));
    fs.writeFileSync(path.join(root, 'new/a.ts'), text());
    fs.renameSync(source, path.join(root, `old${count++}`));
    fs.renameSync(path.join(root, 'new'), source);
  },
  'points a link to another file': () => {
    const target = path.join(root, `target${count++}.ts`);
    fs.writeFileSync(target, text());
    fs.symlinkSync(target, path.join(root, 'link'));
    fs.renameSync(path.join(root, 'link'), file);
  },
  'replaces it by a hard link': () => {
    const other = path.join(root, `linked${count++}.ts`);
    fs.writeFileSync(other, text());
    fs.linkSync(other, path.join(source, 'linked.tmp'));
    fs.renameSync(path.join(source, 'linked.tmp'), file);
  },
};

test.each(Object.entries(SAVES))('notices, twice in a row, who %s', async (_, save) => {
  watcher.watch([source]);
  save();
  await changes.of(file);
  save();
  await changes.of(file);
  // and a plain write after that; one through a link is the business of the folder that it points to
  if (fs.lstatSync(file).isSymbolicLink()) fs.unlinkSync(file);
  fs.writeFileSync(file, text());
  await changes.of(file);
});

test('notices in a save of one kind what came after a save of any other', async () => {
  watcher.watch([source]);
  for (const save of [...Object.values(SAVES), ...Object.values(SAVES).reverse()]) {
    save();
    await changes.of(file);
  }
});

test('notices a directory that a link points to elsewhere', async () => {
  for (const name of ['one', 'two']) {
    fs.mkdirSync(path.join(root, name));
    fs.writeFileSync(path.join(root, name, 'a.ts'), name);
  }
  fs.symlinkSync('one', path.join(root, 'current'));
  watcher.watch([root]);
  fs.symlinkSync('two', path.join(root, 'next'));
  fs.renameSync(path.join(root, 'next'), path.join(root, 'current'));
  await changes.of(path.join(root, 'current'));
});

test('notices new files, new folders and deleted ones', async () => {
  watcher.watch([source]);
  fs.writeFileSync(path.join(source, 'b.ts'), 'x');
  await changes.of(path.join(source, 'b.ts'));
  fs.mkdirSync(path.join(source, 'folder'));
  await changes.of(path.join(source, 'folder'));
  fs.unlinkSync(file);
  await changes.of(file);
});

test('notices a directory that appears later', async () => {
  const later = path.join(root, 'later/deep');
  watcher.watch([later]);
  fs.mkdirSync(path.dirname(later));
  fs.mkdirSync(later);
  fs.writeFileSync(path.join(later, 'a.ts'), 'x');
  await changes.of(path.join(later, 'a.ts'));
  fs.writeFileSync(path.join(later, 'a.ts'), 'y');
  await changes.of(path.join(later, 'a.ts'));
});

test('tells a save of many files once', async () => {
  watcher.watch([source]);
  const files = Array.from({ length: 20 }, (_, index) => path.join(source, `${index}.ts`));
  for (const name of files) fs.writeFileSync(name, 'x');
  await changes.of(files[0]!);
  expect(changes.told).toHaveLength(1);
  expect(changes.told[0]).toHaveLength(20);
});

test('says nothing of files that only editors know', async () => {
  watcher.watch([source]);
  for (const name of ['.a.ts.swp', 'a.ts~', '4913', '#a.ts#', '.DS_Store'])
    fs.writeFileSync(path.join(source, name), 'x');
  fs.writeFileSync(file, text());
  await changes.of(file);
  expect(changes.told.flat()).toEqual([file]);
});

test('tells what was written before it began to watch', () => {
  watcher.watch([source], Date.now() - 60_000);
  expect(changes.told).toEqual([[file]]);
  watcher.watch([source, root], Date.now() + 60_000);
  expect(changes.told).toHaveLength(1);
});

test('finds changes by itself where the system gives no more watches', async () => {
  watcher.close();
  const watch = jest.spyOn(fs, 'watch').mockImplementation(() => {
    throw new Error('ENOSPC');
  });
  watcher = new Watcher({ onChange: (paths) => changes.add(paths), pollMs: 5 });
  watcher.watch([source]);
  fs.writeFileSync(file, text());
  await changes.of(file);
  watch.mockRestore();
});

test('no longer tells of directories that were taken away', async () => {
  const other = path.join(root, 'other');
  fs.mkdirSync(other);
  watcher.watch([source, other]);
  watcher.watch([other]);
  fs.writeFileSync(file, text());
  fs.writeFileSync(path.join(other, 'b.ts'), text());
  await changes.of(path.join(other, 'b.ts'));
  expect(changes.told.flat()).toEqual([path.join(other, 'b.ts')]);
});

/** What was told, to be waited for. */
class Changes {
  readonly told: (readonly string[])[] = [];
  private unseen: string[] = [];
  private wake = () => {};

  add(paths: readonly string[]): void {
    this.told.push(paths);
    this.unseen.push(...paths);
    this.wake();
  }

  async of(wanted: string): Promise<void> {
    while (!this.unseen.includes(wanted)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.unseen = [];
  }
}

function text(): string {
  return `text ${count++}`;
}
