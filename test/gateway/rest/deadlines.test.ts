import { DeadlineScan } from '../../../lib/gateway/rest/deadlines';
import { TimerClock } from '../timer-clock';

test('each deadline expires at its time', () => {
  const clock = new TimerClock();
  const scan = new DeadlineScan(clock);
  const expired: string[] = [];
  scan.add(300, () => expired.push('late'));
  scan.add(100, () => expired.push('early'));
  clock.advance(99);
  expect(expired).toEqual([]);
  clock.advance(1);
  expect(expired).toEqual(['early']);
  clock.advance(200);
  expect(expired).toEqual(['early', 'late']);
});

test('what ended in time does not expire', () => {
  const clock = new TimerClock();
  const scan = new DeadlineScan(clock);
  const expire = jest.fn();
  scan.add(100, expire)();
  clock.advance(1000);
  expect(expire).not.toHaveBeenCalled();
});

test('nothing expires after close', () => {
  const clock = new TimerClock();
  const scan = new DeadlineScan(clock);
  const expire = jest.fn();
  scan.add(100, expire);
  scan.close();
  clock.advance(1000);
  expect(expire).not.toHaveBeenCalled();
});
