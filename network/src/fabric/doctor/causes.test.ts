import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { newTestOrganisations, type TestOrganisations } from '../../testing/organisations.js';
import { FABRIC_PROGRAMS, type FabricBinaries } from '../binaries.js';
import type { ChannelConfiguration, ConfigGroup, Json } from '../channel/configuration.js';
import type { FabricContext } from '../fabric-context.js';
import { fabricLayout } from '../layout.js';
import { firstState } from '../network.js';
import { logPath } from '../process/service.js';
import { checkConsenterCertificates, checkMsp } from './certificates.js';
import { checkFabric, checkProcesses, diskFinding } from './examine.js';
import type { Finding } from './finding.js';
import {
  checkChannel,
  checkContract,
  checkPrivateData,
  privateDataFinding,
  checkTimeWindow,
} from './peers.js';

const GIBIBYTE = 2 ** 30;

/** Each cause that the doctor knows, brought about in a folder that a network of one member of ours could have left. */
describe('what the doctor finds', function () {
  this.timeout(60_000);
  let organisations: TestOrganisations;
  let context: FabricContext;

  before(async () => {
    organisations = await newTestOrganisations();
    const { topology, folder } = organisations;
    context = {
      binaries: Object.fromEntries(
        FABRIC_PROGRAMS.map((name) => [name, join(folder, name)]),
      ) as unknown as FabricBinaries,
      layout: { ...fabricLayout(folder), organizations: join(folder, 'organizations') },
      topology,
      consenters: ['VN'],
      former: [],
      own: ['VN'],
      report: () => undefined,
    };
  });
  after(() => organisations.remove());

  const vietnam = (): FabricContext['topology']['members'][number] => {
    const found = context.topology.members.find(({ code }) => code === 'VN');
    if (found === undefined) throw new Error('no Vietnam');
    return found;
  };
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const only = (findings: readonly Finding[]): Finding => {
    expect(findings).to.have.length(1);
    const [finding] = findings;
    if (finding === undefined) throw new Error('one finding');
    return finding;
  };

  it('Fabric is missing, and where to find it', async () => {
    const { status, words } = await checkFabric({ FABRIC_BIN: join(organisations.folder, 'nothing-here') });
    expect(status).to.equal('fault');
    expect(words).to.match(/peer, orderer.* missing.*install\.html/u);
  });

  it('a disk that is nearly full, and one that fills', () => {
    expect(diskFinding('data', 10 * GIBIBYTE).status).to.equal('ok');
    expect(diskFinding('data', 3 * GIBIBYTE).status).to.equal('warning');
    expect(diskFinding('data', GIBIBYTE / 2)).to.deep.equal({
      check: 'DISK',
      status: 'fault',
      words: 'Only 0.5 GiB are free for data: peers stop when it is full.',
    });
  });

  it('a process that does not run, and one whose port another program has', async () => {
    const network = {
      context,
      state: firstState({ topology: context.topology }),
      pid: (name: string) => Promise.resolve(name === 'peer-VN' || name === 'ca-VN' ? undefined : 1),
    };
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(vietnam().peer.port, '127.0.0.1', resolve));
    try {
      const findings = await checkProcesses(network);
      expect(findings.map(({ check }) => check)).to.have.members(['PROCESS', 'PORT']);
      expect(findings.find(({ check }) => check === 'PORT')?.words).to.match(
        /^peer-VN does not run, and another program listens on/u,
      );
      expect(findings.find(({ check }) => check === 'PROCESS')?.words).to.match(/^ca-VN does not run: up/u);
    } finally {
      taken.close();
    }
    expect(only(await checkProcesses({ ...network, pid: () => Promise.resolve(1) })).status).to.equal('ok');
  });

  it('a peer without the time window filter', async () => {
    expect(only(await checkTimeWindow(context)).status).to.equal('skipped');
    const core = join(context.layout.peer(vietnam()).configuration, 'core.yaml');
    await write(core, 'peer:\n  handlers:\n    authFilters:\n      - name: ExpirationCheck\n');
    const { status, words } = only(await checkTimeWindow(context));
    expect(status).to.equal('fault');
    expect(words).to.match(/lacks TimeWindowCheck/u);
    await write(core, 'peer:\n  handlers:\n    authFilters:\n      - name: TimeWindowCheck\n');
    expect(only(await checkTimeWindow(context)).status).to.equal('ok');
  });

  it('private data that a peer reports missing', async () => {
    expect(only(await checkPrivateData(context)).status).to.equal('skipped');
    const log = logPath(context.layout, 'peer-VN');
    await write(log, 'started\n');
    expect(only(await checkPrivateData(context)).status).to.equal('ok');
    const missing = (block: number): string =>
      `Could not fetch (1) eligible collection private write sets for block [${block}]\n`;
    await write(`${log}.1`, missing(11));
    await write(log, `started\n${missing(12)}${missing(12)}`);
    const { status, words } = only(await checkPrivateData(context));
    expect(status).to.equal('warning');
    expect(words).to.match(/missing in 2 blocks, last in 12; it cannot be asked/u);
    expect(privateDataFinding('VN', [11, 12], []).status).to.equal('ok');
    expect(privateDataFinding('VN', [11, 12], [12]).words).to.match(
      /lacks 1 values still, of blocks 12\..*delivers again/u,
    );
  });

  it('an organisation the channel does not know, or knows by another authority', async () => {
    const root = (code: string): Promise<string> => base64(organisations.layout(code).caCertificate);
    expect(only(await checkMsp(context, await configuration({ VNMSP: await root('VN') }))).status).to.equal(
      'ok',
    );
    const another = only(await checkMsp(context, await configuration({ VNMSP: await root('SG') })));
    expect(another).to.include({ check: 'MSP', status: 'fault' });
    expect(another.words).to.match(/another authority/u);
    const unknown = only(await checkMsp(context, await configuration({ SGMSP: await root('SG') })));
    expect(unknown).to.include({ check: 'MSP', status: 'fault' });
    expect(unknown.words).to.match(/knows no organisation VNMSP/u);
  });

  it('an orderer whose certificates are not those the channel pins, and one that is no consenter', async () => {
    const pins = (code: string): Promise<ChannelConfiguration> => configuration({}, code);
    expect(only(await checkConsenterCertificates(context, await pins('VN'))).status).to.equal('ok');
    const renewed = organisations.layout('VN').orderer.certificate;
    const pinned = await pins('VN');
    await copyFile(organisations.layout('SG').orderer.certificate, renewed);
    const other = only(await checkConsenterCertificates(context, pinned));
    expect(other).to.include({ check: 'CONSENTER_CERTIFICATE', status: 'fault' });
    expect(other.words).to.match(/renewal needs a channel update first/u);
    const none = only(await checkConsenterCertificates(context, await pins('SG')));
    expect(none.words).to.match(/no consenter of the channel/u);
  });

  it('a peer that is not in the channel, and one that does not answer', async () => {
    expect(only(await checkChannel(context)).status).to.equal('skipped');
    const metrics = { text: 'go_goroutines 5\n' };
    const operations = createHttpServer((_, response) => {
      response.end(metrics.text);
    });
    await listen(operations, vietnam().peer.operationsPort);
    try {
      const outside = only(await checkChannel(context));
      expect(outside).to.include({ check: 'CHANNEL', status: 'fault' });
      expect(outside.words).to.match(/not in channel origin/u);
      metrics.text = 'ledger_blockchain_height{channel="origin"} 7\n';
      expect(only(await checkChannel(context))).to.include({ status: 'ok' });
    } finally {
      operations.close();
    }
  });

  it('a contract that is not committed, not approved, not installed, or does not answer', async () => {
    const { deployment } = firstState({ topology: context.topology });
    const asked = async (answers: PeerAnswers): Promise<readonly string[]> => {
      await peerProgram(context.binaries.peer, answers);
      const findings = await checkContract(context, vietnam(), deployment);
      return findings.map(({ check, status }) => `${check} ${status}`);
    };
    const good: PeerAnswers = {
      committed: true,
      approved: true,
      installed: deployment.packageId,
      answers: true,
    };
    expect(await asked(good)).to.deep.equal(['CONTRACT_COMMITTED ok', 'CONTRACT_RUNNING ok']);
    expect(await asked({ ...good, committed: false })).to.deep.equal(['CONTRACT_COMMITTED fault']);
    expect(await asked({ ...good, approved: false })).to.include('CONTRACT_COMMITTED fault');
    expect(await asked({ ...good, installed: 'another:1' })).to.include('CONTRACT_COMMITTED fault');
    expect(await asked({ ...good, answers: false })).to.deep.equal([
      'CONTRACT_COMMITTED ok',
      'CONTRACT_RUNNING fault',
    ]);
    await rm(context.binaries.peer);
    const unasked = await checkContract(context, vietnam(), deployment);
    expect(unasked.map(({ status }) => status)).to.deep.equal(['skipped']);
  });

  /** A channel with these organisations' roots, and with the orderer of a member as its one consenter. */
  async function configuration(
    roots: Readonly<Record<string, string>>,
    consenter = 'VN',
  ): Promise<ChannelConfiguration> {
    const { orderer } = organisations.layout(consenter);
    const mapping: Json = [
      {
        id: 1,
        host: '127.0.0.1',
        port: 1,
        msp_id: `${consenter}MSP`,
        identity: await base64(orderer.certificate),
        client_tls_cert: await base64(orderer.tls.certificate),
        server_tls_cert: await base64(orderer.tls.certificate),
      },
    ];
    const organisation = (root: string): ConfigGroup => ({
      ...empty(),
      values: { MSP: { mod_policy: 'Admins', value: { config: { root_certs: [root] } } } },
    });
    const application = Object.entries(roots).map(([mspId, root]) => [mspId, organisation(root)] as const);
    return {
      sequence: '1',
      channel_group: {
        ...empty(),
        groups: {
          Application: { ...empty(), groups: Object.fromEntries(application) },
          Orderer: {
            ...empty(),
            values: { Orderers: { mod_policy: 'Admins', value: { consenter_mapping: mapping } } },
          },
        },
      },
    };
  }
});

/** What a peer's own command is to say. */
interface PeerAnswers {
  readonly committed: boolean;
  readonly approved: boolean;
  readonly installed: string;
  readonly answers: boolean;
}

/** A program that answers as `peer` does. */
async function peerProgram(path: string, said: PeerAnswers): Promise<void> {
  const definitions = said.committed ? [{ name: 'origin', version: '1.0', sequence: 1 }] : [];
  const details = { version: '1.0', sequence: 1, approvals: { VNMSP: said.approved } };
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    `*querycommitted*--name*) echo '${JSON.stringify(details)}' ;;`,
    `*querycommitted*) echo '${JSON.stringify({ chaincode_definitions: definitions })}' ;;`,
    `*queryinstalled*) echo '${JSON.stringify({ installed_chaincodes: [{ package_id: said.installed }] })}' ;;`,
    `*) echo 'the contract was asked' >&2; exit ${said.answers ? 0 : 1} ;;`,
    'esac',
  ];
  await writeFile(path, `${script.join('\n')}\n`);
  await chmod(path, 0o700);
}

const empty = (): ConfigGroup => ({ groups: {}, values: {}, policies: {}, mod_policy: 'Admins' });
const base64 = async (path: string): Promise<string> => (await readFile(path)).toString('base64');
const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
