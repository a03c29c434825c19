import { expect } from 'chai';
import { formD } from '../testing/documents.js';
import { mirrored, testKey } from '../testing/keys.js';
import { issueRequest } from '../testing/requests.js';
import { parseRequest, type ParsedRequest } from './signed-request.js';
import { VerifiedRequests } from './verified-requests.js';

describe('verified requests', () => {
  const request = async (): Promise<ParsedRequest> =>
    parseRequest((await issueRequest(await testKey(), [formD()])).jws);

  it('are found by their exact bytes, not under a mirrored signature', async () => {
    const one = await request();
    const verified = new VerifiedRequests();
    verified.add(one);
    expect(verified.find(one.jws)).to.equal(one);
    expect(verified.find(mirrored(one.jws))).to.equal(undefined);
  });

  it('are forgotten when others have come, not before', async () => {
    const [one, two, three] = [await request(), await request(), await request()];
    const verified = new VerifiedRequests(one.jws.length);
    verified.add(one);
    verified.add(two);
    expect(verified.find(one.jws)).to.equal(one);
    verified.add(three);
    expect(verified.find(one.jws)).to.equal(undefined);
    expect(verified.find(two.jws)).to.equal(two);
  });
});
