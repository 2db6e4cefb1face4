/** Something that must not outlive its tests. */
export interface Closable {
  close(): Promise<void>;
}

const open = new Set<Closable>();

/** Closes it when the test file ends, unless it was closed before. */
export function closeAfterTests(closable: Closable): void {
  open.add(closable);
}

export function forget(closable: Closable): void {
  open.delete(closable);
}

/** Closes all that is open. */
export async function closeAll(): Promise<void> {
  const closing = [...open];
  open.clear();
  await Promise.all(closing.map((closable) => closable.close()));
}

/** Hooks can only be set where tests are declared: inside a test, the runner refuses, and the test closes by itself. */
export function closeAllAfterTests(): void {
  const { afterAll, after, expect } = globalThis as { afterAll?: Hook; after?: Hook; expect?: Expect };
  // Jest would not throw, but fail the test.
  if (expect?.getState?.().currentTestName !== undefined) return;
  try {
    (afterAll ?? after)?.(closeAll);
  } catch {
    return;
  }
}

type Hook = (run: () => Promise<void>) => void;
type Expect = { readonly getState?: () => { readonly currentTestName?: string } };
