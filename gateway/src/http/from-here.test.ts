import { expect } from 'chai';
import type { Request, Response } from 'express';
import type { Services } from '../gateway-services.js';
import { fromHere, isLoopback } from './from-here.js';
import { openRoutes } from './open-routes.js';

const from = (remoteAddress: string): Request => ({ socket: { remoteAddress } }) as unknown as Request;

describe('what only this machine is told', () => {
  for (const [address, own] of [
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['localhost', true],
    ['10.0.0.1', false],
    ['0.0.0.0', false],
    ['::', false],
    ['::ffff:10.0.0.1', false],
    ['fe80::1', false],
    ['gateway.example', false],
    ['', false],
  ] as const) {
    it(`is ${own ? '' : 'not '}told to '${address}'`, () => {
      expect(isLoopback(address)).to.equal(own);
      expect(fromHere(from(address))).to.equal(own);
    });
  }

  /** What a path answers to an address, as status and text. */
  async function answer(path: string, remoteAddress: string, openOperations: boolean): Promise<string> {
    const services = {
      openOperations,
      readiness: () => Promise.resolve({ ready: false, checks: { store: 'STORAGE_FULL' } }),
      metrics: { contentType: 'text/plain', text: () => Promise.resolve('figures') },
    } as unknown as Services;
    const route = openRoutes(services, () => ({})).find((each) => each.path === path);
    if (route === undefined || route.signed) throw new Error(`no open route ${path}`);
    let status = 200;
    let body = '';
    const response = {
      status: (code: number) => void (status = code),
      setHeader: () => undefined,
      end: (text: string) => void (body = text),
    } as unknown as Response;
    await route.handle(from(remoteAddress), response);
    return `${status} ${body}`;
  }
  const codeOf = (error: unknown): string => (error as { readonly code: string }).code;

  it('are the figures and the parts that are not ready, unless they are opened to all', async () => {
    for (const [address, open] of [
      ['127.0.0.1', false],
      ['10.0.0.1', true],
    ] as const) {
      expect(await answer('/metrics', address, open)).to.equal('200 figures');
      expect(await answer('/health/ready', address, open))
        .to.include('503')
        .and.include('STORAGE_FULL');
    }
    expect(await answer('/metrics', '10.0.0.1', false).catch(codeOf)).to.equal('NOT_FOUND');
    expect(await answer('/health/ready', '10.0.0.1', false)).to.equal('503 {"ready":false,"checks":{}}');
  });
});
