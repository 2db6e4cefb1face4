/** Packages that Lambda's own runtime brings. */
const RUNTIME_PACKAGE = /^Cannot find (?:module|package) '((?:@aws-sdk|@smithy)\/[^/']+)/;

/** Why a call failed, for the developer, from the payload that Lambda answers for it. */
export function failureReason(payload: string): string {
  const { errorType, errorMessage } = failureIn(payload);
  if (errorMessage === undefined) return `the function failed: ${payload.slice(0, 500)}`;
  const missing = RUNTIME_PACKAGE.exec(errorMessage)?.[1];
  const wayOut =
    missing === undefined ? '' : ` (Lambda's runtime brings it; for this machine: npm install --save-dev ${missing})`;
  const [firstLine = ''] = errorMessage.slice(0, 500).split('\n');
  return `the function failed: ${errorType === undefined ? '' : `${errorType}: `}${firstLine}${wayOut}`;
}

function failureIn(payload: string): { readonly errorType?: string; readonly errorMessage?: string } {
  try {
    const { errorType, errorMessage } = Object(JSON.parse(payload));
    return {
      ...(typeof errorType === 'string' && { errorType }),
      ...(typeof errorMessage === 'string' && { errorMessage }),
    };
  } catch {
    return {};
  }
}
