import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A way to a service that can fall silent: from then on nothing passes in either direction and nothing is closed, as
 * when a machine vanishes. Connections it still takes get no answer. What was open then never speaks again.
 */
export class SilentProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #silent = false;

  private constructor(target: Readonly<{ host: string; port: number }>) {
    this.#server = createServer((near) => {
      this.#keep(near);
      if (this.#silent) {
        near.pause();
        return;
      }
      const far = connect(target);
      this.#keep(far);
      near.pipe(far).pipe(near);
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
    });
  }

  /** @param target host:port */
  static async before(target: string): Promise<SilentProxy> {
    const [host = '', port = ''] = target.split(':');
    const proxy = new SilentProxy({ host, port: Number(port) });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** host:port. */
  get endpoint(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  fallSilent(): void {
    this.#silent = true;
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.removeAllListeners('close').pause();
      socket.once('close', () => this.#sockets.delete(socket));
    }
  }

  /** New connections reach the service again. */
  speak(): void {
    this.#silent = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // Whoever gave up has told so by closing.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
