import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AnsweredRequest } from './log.js';

/** Values read when the figures are asked for. */
export interface Readings {
  readonly block: () => number;
  readonly lag: () => number;
  readonly setAside: () => number;
  readonly inFlight: () => number;
  readonly depositsOwed: () => number;
  readonly deliveriesOwed: () => number;
}

/** Figures for Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'route' | 'method' | 'status'>;
  readonly #seconds: Histogram<'route'>;
  readonly #events: Counter<'event' | 'code'>;

  constructor(member: string, readings: Readings) {
    const registers = [this.#registry];
    this.#registry.setDefaultLabels({ member });
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: 'origin_http_requests_total',
      help: 'HTTP requests answered',
      labelNames: ['route', 'method', 'status'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'origin_http_request_seconds',
      help: 'Time to answer',
      labelNames: ['route'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    });
    this.#events = new Counter({
      name: 'origin_events_total',
      help: 'Steps of operations, outbox and read model that did not go straight',
      labelNames: ['event', 'code'],
      registers,
    });
    const gauge = (name: string, help: string, read: () => number): void => {
      const made = new Gauge({
        name,
        help,
        registers,
        collect: () => {
          made.set(read());
        },
      });
    };
    gauge('origin_read_model_block', 'Last block applied', readings.block);
    gauge('origin_read_model_lag_blocks', 'Blocks received and not yet applied', readings.lag);
    gauge('origin_set_aside', 'Writes that no verified act explains', readings.setAside);
    gauge('origin_operations_in_flight', 'Operations being worked on', readings.inFlight);
    gauge('origin_deposits_owed', 'Contents not yet in the own collection', readings.depositsOwed);
    gauge(
      'origin_deliveries_owed',
      'Parcels of own acts not yet with author or reader',
      readings.deliveriesOwed,
    );
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  answered({ route, method, status, milliseconds }: AnsweredRequest): void {
    this.#requests.inc({ route, method, status });
    this.#seconds.observe({ route }, milliseconds / 1000);
  }

  event(event: string, code: string): void {
    this.#events.inc({ event, code });
  }
}
