/**
 * Asking a program and waiting for its answer: training is a function, in whatever language. The thread that asks stands
 * still; another keeps the processes (host.ts).
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  BroadcastChannel,
  isMainThread,
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import { packageRoot } from '../root.js';
import { anyLeft, endAll, OVER, placesOfChildren } from './children.js';
import type { Answer, Call, Hosted } from './host.js';
import type { Outcome, Said, Slope } from './said.js';

/** Seconds that starting may take beside what was asked, with what is left of a request that was cancelled. */
const STARTING = 125;

/** Milliseconds after which the main thread, which hears no signal while it waits, lets one end the process. */
const ATTENTIVE = 1000;

/** Ctrl-C and a request to end do so at once, as they do of a process that does not listen. @returns what listens again */
function atOnce(): () => void {
  const kept = (['SIGINT', 'SIGTERM'] as const).map((signal) => [signal, process.listeners(signal)] as const);
  for (const [signal] of kept) process.removeAllListeners(signal);
  return () => {
    for (const [signal, listeners] of kept) for (const each of listeners) process.on(signal, each);
  };
}

let limit = 300;

/** The longest that one training by a program may take in this thread, in seconds (default 300). */
export function patience(seconds: number): void {
  limit = seconds;
}

let watched = false;

/** However this process ends, no program outlives it. */
function watch(): void {
  if (watched) return;
  watched = true;
  process.on('exit', endAll);
}

export class Program {
  private port: MessagePort | undefined;
  private readonly answered = new Int32Array(new SharedArrayBuffer(4));
  private calls = 0;

  /**
   * @param about the parameters of `initialize`
   * @param said what it answered when it was first started, where it was: it must be the same
   */
  constructor(
    readonly words: readonly string[],
    private readonly about: object,
    private readonly said?: Said,
  ) {}

  private open(): MessagePort {
    if (this.port) return this.port;
    watch();
    const { port1, port2 } = new MessageChannel();
    const data: Hosted = {
      words: this.words,
      clients: join(packageRoot, 'clients'),
      about: JSON.stringify(this.about),
      said: this.said,
      places: placesOfChildren(),
      port: port2,
      answered: this.answered,
    };
    const thread = new Worker(pathToFileURL(join(packageRoot, 'dist', 'src', 'program', 'host.js')), {
      workerData: data,
      transferList: [port2],
    });
    thread.unref();
    port1.unref();
    return (this.port = port1);
  }

  /** @throws Error one sentence: what the program did in place of an answer */
  private ask(asked: Omit<Call, 'call' | 'limit'>): unknown {
    const port = this.open();
    const call = ++this.calls;
    // Many trials that are asked for at once take no longer than one may: else they are asked for one by one.
    const last = performance.now() + (limit + 2 * STARTING) * 1000;
    port.postMessage({ ...asked, call, limit } satisfies Call);
    const since = performance.now();
    let attentive: (() => void) | undefined;
    try {
      for (;;) {
        const seen = Atomics.load(this.answered, 0);
        const got = receiveMessageOnPort(port) as { readonly message: Answer } | undefined;
        if (got && got.message.call === call) {
          if ('error' in got.message) throw new Error(got.message.error);
          return got.message.value;
        }
        if (got) continue;
        if (performance.now() > last)
          throw new Error(`nothing came back of "${asked.method}" of "${this.words.join(' ')}"`);
        if (isMainThread && performance.now() - since > ATTENTIVE) attentive ??= atOnce();
        Atomics.wait(this.answered, 0, seen, 500);
      }
    } finally {
      attentive?.();
    }
  }

  initialize(): Said {
    return this.ask({ method: 'initialize', whom: 'first', params: '', count: 0 }) as Said;
  }

  /** @param trials each as JSON */
  train(trials: readonly string[], whom: Call['whom'] = 'first'): (Outcome | { readonly error: string })[] {
    const params = `{"trials":[${trials.join(',')}]}`;
    return this.ask({ method: 'train', whom, params, count: trials.length }) as never;
  }

  predict(params: object): Float64Array {
    return this.ask({ method: 'predict', whom: 'first', params: JSON.stringify(params), count: 1 }) as Float64Array;
  }

  gradient(params: object): Slope {
    return this.ask({ method: 'gradient', whom: 'first', params: JSON.stringify(params), count: 1 }) as Slope;
  }
}

const turn = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every program of this process is told to end, and ended where it does not. */
export async function endPrograms(): Promise<void> {
  if (!anyLeft()) return;
  const over = new BroadcastChannel(OVER);
  over.postMessage('end');
  for (let waited = 0; anyLeft() && waited < 3000; waited += 20) await turn(20);
  over.close();
  endAll();
}
