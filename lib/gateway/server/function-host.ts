import { authenticate } from '../authorizers';
import { type ApiRefusal, createLambdaApi, LambdaService } from '../lambda';
import { Refusal } from '../rest/refusal';
import type { GatewayServices, LocalCredentials } from '../services';
import type { Clock } from '../clock';
import type { EmitEvent } from '../events';
import type { FunctionModel } from '../model';
import { type Listener, listen } from './listener';
import type { RawRequest } from './raw';

export interface FunctionHostOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly functions: ReadonlyMap<string, FunctionModel>;
  readonly credentials: LocalCredentials;
  environmentOf(fn: FunctionModel): Record<string, string>;
  rewriteValue(text: string): string;
}

/** The functions of an assembly, and the Invoke API that they reach each other by. */
export class FunctionHost {
  readonly lambda: LambdaService;
  private control: Listener | undefined;

  constructor(private readonly options: FunctionHostOptions) {
    this.lambda = new LambdaService(options);
  }

  /** Base URL of the Invoke API; undefined while nothing needs one. */
  get endpoint(): string | undefined {
    return this.control && `http://127.0.0.1:${this.control.port}`;
  }

  /** Opens the Invoke API once there is a function that could call it. */
  async open(functions: ReadonlyMap<string, FunctionModel>): Promise<void> {
    if (this.control || functions.size === 0) return;
    const { clock, credentials } = this.options;
    const handle = createLambdaApi({
      functions: this.lambda,
      verify: (request) => refusalOf(request, { clock, credentials }),
    });
    this.control = await listen({ host: '127.0.0.1', port: 0, clock, handle });
  }

  async close(): Promise<void> {
    await Promise.all([this.control?.close(), this.lambda.close()]);
  }
}

function refusalOf(
  request: RawRequest,
  services: Pick<GatewayServices, 'clock' | 'credentials'>,
): ApiRefusal | undefined {
  // Stacks of several regions call each other through one endpoint: the region is whichever was signed for.
  const scope = request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(scope ?? '')?.[1] ?? '';
  try {
    authenticate(services, request, { service: 'lambda', region, accountId: services.credentials.accountId });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errorType = 'InvalidSignatureException', message, reason } = error.options;
    return { status: 403, errorType, message: message ?? reason };
  }
}
