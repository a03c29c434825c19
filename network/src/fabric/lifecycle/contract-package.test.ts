import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newContractPackage } from './contract-package.js';
import { isContractAnswer } from './contract-answers.js';

describe('a contract package', () => {
  it('is the same bytes for every member, and named by its hash', () => {
    const made = newContractPackage('origin', '1.0');
    expect(newContractPackage('origin', '1.0').content.equals(made.content)).to.equal(true);
    const hash = createHash('sha256').update(made.content).digest('hex');
    expect(made.id).to.equal(`origin_1.0:${hash}`);
  });

  it('differs between versions', () => {
    expect(newContractPackage('origin', '1.1').id).to.not.equal(newContractPackage('origin', '1.0').id);
  });

  it('is an archive that tar reads, with neither address nor key in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    try {
      writeFileSync(join(folder, 'p.tar.gz'), newContractPackage('origin', '1.0').content);
      execFileSync('tar', ['-xzf', 'p.tar.gz'], { cwd: folder });
      execFileSync('tar', ['-xzf', 'code.tar.gz'], { cwd: folder });
      expect(JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))).to.deep.equal({
        type: 'contract-service',
        label: 'origin_1.0',
      });
      expect(readFileSync(join(folder, 'label'), 'utf8')).to.equal('origin_1.0\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an answer to a probe', () => {
  it("is the contract's own when it refuses the function", () => {
    expect(
      isContractAnswer(
        'Error: endorsement failure during query. response: status:500 message:"no function x"',
      ),
    ).to.equal(true);
  });

  it("is not the contract's when the peer does not reach it, though the status is the same", () => {
    expect(
      isContractAnswer(
        'endorsement failure during query. response: status:500 message:"error in simulation: failed to execute ' +
          'transaction 1: could not launch chaincode origin_1.0"',
      ),
    ).to.equal(false);
  });
});
