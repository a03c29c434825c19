/** How an operation is asked for. */
export interface Reach {
  /** Name in the SDK: a method of the client, or a builder of acts such as `certificateActs.revoke`. */
  readonly sdk: string;
  /** Words of the command, as they follow `co`. */
  readonly cli: string;
}

const register = (sdk: string, cli: string): Reach => ({ sdk, cli });
const act = (sdk: string): Reach => ({ sdk, cli: 'act' });

/** Every operation, by SDK and by command line; those without a command of their own go by `co act`. */
export const reach: Readonly<Record<string, Reach>> = {
  // What administrators do goes to the ledger itself: the administration part of the command line's package.
  'registry.member/1': register('administration.registerMember', 'register member'),
  'registry.key/1': register('administration.registerKey', 'register'),
  'registry.revoke-key/1': register('administration.revokeKey', 'revoke'),
  'registry.authority/1': register('administration.registryActs.authority', 'register authority'),
  'registry.form/1': register('administration.registryActs.form', 'register form'),
  'registry.settings/1': act('administration.registryActs.settings'),
  'registry.departure/1': register('administration.registryActs.departure', 'register departure'),
  'registry.consent/1': register('administration.registryActs.consent', 'register consent'),
  'registry.charter/1': register('administration.registryActs.charter', 'register keeper'),
  'certificate.issue/1': { sdk: 'client.issue', cli: 'issue' },
  'certificate.send/1': { sdk: 'client.send', cli: 'send' },
  'certificate.receive/1': { sdk: 'client.receive', cli: 'receive' },
  'certificate.not-received/1': act('certificateActs.notReceived'),
  'certificate.resend/1': act('certificateActs.resend'),
  'certificate.cancel/1': { sdk: 'client.cancel', cli: 'cancel' },
  'certificate.revoke/1': act('certificateActs.revoke'),
  'certificate.replace/1': { sdk: 'client.replace', cli: 'replace' },
  'certificate.reissue/1': act('certificateActs.reissue'),
  'certificate.true-copy/1': act('certificateActs.trueCopy'),
  'certificate.decide/1': { sdk: 'client.decide', cli: 'decide' },
  'certificate.clarify/1': act('certificateActs.clarify'),
  'certificate.reassess/1': act('decisionAct'),
  'certificate.open-classification/1': act('certificateActs.openClassification'),
  'certificate.accept-late/1': act('certificateActs.acceptLate'),
  'certificate.utilise/1': { sdk: 'client.utilise', cli: 'utilise' },
  'certificate.back-to-back/1': act('client.backToBack'),
  'parcel.receive/1': { sdk: 'client.receiveParcel', cli: 'parcel' },
  'case.request-check/1': act('caseActs.requestCheck'),
  'case.reply-check/1': act('caseActs.replyToCheck'),
  'case.determine-check/1': act('caseActs.determineCheck'),
  'case.notify-visit/1': act('caseActs.notifyVisit'),
  'case.answer-visit/1': act('caseActs.answerVisit'),
  'case.postpone-visit/1': act('caseActs.postponeVisit'),
  'case.hold-visit/1': act('caseActs.holdVisit'),
  'case.determine-visit/1': act('caseActs.determineVisit'),
  'case.comment-visit/1': act('caseActs.commentVisit'),
  'case.final-visit/1': act('caseActs.finalVisit'),
  'selfcertification.authorise/1': act('selfCertificationActs.authorise'),
  'selfcertification.standing/1': act('selfCertificationActs.changeStanding'),
  'selfcertification.declare-back-to-back/1': act('client.declareBackToBack'),
  'selfcertification.declare/1': act('selfCertificationActs.declareOrigin'),
};
