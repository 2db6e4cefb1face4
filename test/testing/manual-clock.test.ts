import { ManualClock } from '../../lib/testing';

describe('ManualClock', () => {
  it('stands still until it is moved', () => {
    const clock = new ManualClock(new Date('2024-01-01T00:00:00Z'));
    expect(clock.now()).toBe(1704067200000);
    clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 });
    expect(new Date(clock.now()).toISOString()).toBe('2024-01-02T01:01:01.001Z');
  });

  it('runs what falls due on the way, in order and at its time', () => {
    const clock = new ManualClock(0);
    const ran: string[] = [];
    const run = (name: string) => () => ran.push(`${name} at ${clock.now()}`);
    clock.setTimer(run('late'), 2000);
    clock.setTimer(() => {
      run('early')();
      clock.setTimer(run('nested'), 500);
    }, 1000);
    const cancel = clock.setTimer(run('cancelled'), 1500);
    clock.setTimer(run('never'), 9000);
    cancel();
    clock.advance({ seconds: 3 });
    expect(ran).toEqual(['early at 1000', 'nested at 1500', 'late at 2000']);
    expect(clock.now()).toBe(3000);
  });

  it('runs at once what is due at once', async () => {
    const clock = new ManualClock(0);
    await new Promise<void>((resolve) => clock.setTimer(resolve, 0));
    clock.setTimer(() => {
      throw new Error('it was cancelled');
    }, 0)();
    expect(clock.now()).toBe(0);
  });

  it('does not go back', () => {
    expect(() => new ManualClock().advance({ minutes: -1 })).toThrow(
      'a span of time that is not negative, got {"minutes":-1}',
    );
  });
});
