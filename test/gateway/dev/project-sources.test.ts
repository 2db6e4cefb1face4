import { ProjectSources } from '../../../lib/gateway/dev/project-sources';
import { TemporaryProject } from '../../temporary-project';

let project: TemporaryProject;
beforeEach(() => {
  project = TemporaryProject.create({ 'app.js': '', 'settings.js': '' });
});
afterEach(() => project.remove());

const sourcesOf = (isBuilt: boolean) => new ProjectSources({ root: project.folder, isBuilt, since: Date.now() });

describe('a file that was written while the app ran', () => {
  test('is an edit, also when it is saved a few times', () => {
    const sources = sourcesOf(false);
    const file = project.path('app.js');
    expect([1, 2, 3, 4].map(() => sources.isProduct(file))).toEqual([false, false, false, false]);
    sources.onRun();
    expect(sources.isProduct(file)).toBe(false);
  });

  test('is what the app makes once it comes back in every run', () => {
    const sources = sourcesOf(false);
    const file = project.path('settings.js');
    for (let run = 1; run < 5; run++) expect(sources.isProduct(file)).toBe(false);
    expect(sources.isProduct(file)).toBe(true);
    sources.onRun();
    expect(sources.isProduct(file)).toBe(true);
  });

  test('is what the build makes, where there is one', () => {
    expect(sourcesOf(true).isProduct(project.path('app.js'))).toBe(true);
    expect(sourcesOf(true).isProduct(project.path('app.ts'))).toBe(false);
  });
});
