import {
  authorityAsked,
  charterAsked,
  consentAsked,
  formAsked,
  keyAsked,
  leaving,
  memberAsked,
  otherAsked,
  othersAsked,
  settingsAsked,
} from './asked.js';
import type { Command, RegisterAct } from './command.js';
import { mayFollow } from './days.js';
import type { PaperView } from './paper-view.js';
import { sameSubject } from './subject.js';

/** A member's entry keeps so many; the oldest give way. */
const MOST_CONSENTS = 20;

type Registering = Command & { readonly act: RegisterAct };

/** Whether an administrator may enter this: each his own member's entries, the keeper what all members share. */
export function allowsRegister(paper: PaperView, command: Registering): boolean {
  const { register, now } = paper;
  const { act, member } = command;
  switch (act) {
    case 'enter-member': {
      const own = register.members.get(member);
      const { code, exchanges } = memberAsked(command);
      return code === member && exchanges === own?.exchanges && mayFollow(now, own.last);
    }
    case 'depart': {
      const departure = leaving(paper, command);
      const target = register.members.get(departure);
      return (
        register.keeperWith(member, otherAsked(paper, command, { departure }), { departure }) &&
        target !== undefined &&
        departure !== member &&
        register.present(departure) &&
        mayFollow(now, target.last) &&
        mayFollow(now, target.left ?? 0)
      );
    }
    case 'register-key': {
      const { of, name, from, until, roles, authorities } = keyAsked(paper, command);
      const official = roles.includes('signatory');
      return (
        of === member &&
        !register.keys.has(name) &&
        from < until &&
        official === authorities.length > 0 &&
        authorities.every((code) => register.authorities.get(`${member} ${code}`)?.active === true)
      );
    }
    case 'revoke-key': {
      const { of } = keyAsked(paper, command);
      const key = register.keys.get(paper.deputyOf(of) ?? '');
      return key !== undefined && of === member && !key.revoked && mayFollow(now, key.last);
    }
    case 'list-authority': {
      const { code } = authorityAsked(paper, command);
      return mayFollow(now, register.authorities.get(`${member} ${code}`)?.last ?? 0);
    }
    case 'enter-form': {
      const form = formAsked(paper, command);
      return (
        register.keeperWith(member, otherAsked(paper, command, { form }), { form }) &&
        form.outside.every((country) => form.members.includes(country)) &&
        mayFollow(now, register.forms.get(form.code)?.last ?? 0)
      );
    }
    case 'give-consent':
      return register.hasVoice(member) && mayFollow(now, register.members.get(member)?.lastVoice ?? 0);
    case 'change-charter': {
      const charter = charterAsked(paper, command);
      const others = othersAsked(paper, command);
      const consenting = new Set([member, ...others]);
      return (
        register.hasVoice(member) &&
        mayFollow(now, register.charter.last) &&
        charter.members.includes(charter.keeper) &&
        charter.members.every((code) => register.members.has(code)) &&
        others.every((other) => register.consents(other, { charter })) &&
        consenting.size * 2 > register.charter.members.length &&
        (charter.keeper === register.charter.keeper || consenting.has(charter.keeper))
      );
    }
    case 'settle':
      return mayFollow(now, register.settingsOf(member).last);
  }
}

/** Writes an entry down. */
export function noteRegister(paper: PaperView, command: Registering): void {
  const { register, now } = paper;
  const { act, member } = command;
  const own = register.members.get(member);
  switch (act) {
    case 'enter-member':
      if (own === undefined) return;
      own.minutesEast = memberAsked(command).minutesEast;
      own.last = now;
      own.gone = false;
      return;
    case 'depart': {
      const target = register.members.get(leaving(paper, command));
      if (target !== undefined)
        Object.assign(target, { left: now, gone: true, leavings: target.leavings + 1 });
      return;
    }
    case 'register-key': {
      const { name, holder, roles, authorities, from, until } = keyAsked(paper, command);
      register.keys.set(name, { holder, roles, authorities, from, until, revoked: false, last: now });
      paper.noteDeputy(member, name);
      return;
    }
    case 'revoke-key': {
      const key = register.keys.get(paper.deputyOf(member) ?? '');
      if (key !== undefined) Object.assign(key, { revoked: true, last: now });
      return;
    }
    case 'list-authority': {
      const { code, ...entry } = authorityAsked(paper, command);
      register.authorities.set(`${member} ${code}`, { ...entry, last: now });
      return;
    }
    case 'enter-form': {
      const { code, ...form } = formAsked(paper, command);
      const turn = (register.forms.get(code)?.turn ?? 0) + 1;
      register.forms.set(code, { ...form, last: now, turn });
      return;
    }
    case 'give-consent': {
      if (own === undefined) return;
      const { subject: to, withdrawn } = consentAsked(paper, command);
      const others = own.consents.filter((one) => !sameSubject(one.to, to));
      const given = withdrawn ? [] : [{ to, turn: register.turnOf(to) }];
      Object.assign(own, { consents: [...others, ...given].slice(-MOST_CONSENTS), lastVoice: now });
      if ('form' in to) paper.latestForm = command.variant;
      if ('departure' in to) paper.latestDeparture = to.departure;
      if ('charter' in to) paper.latestCharter = command.variant;
      return;
    }
    case 'change-charter': {
      const { keeper, members } = charterAsked(paper, command);
      register.charter = { keeper, members, turn: register.charter.turn + 1, last: now };
      return;
    }
    case 'settle':
      register.settings.set(member, { ...settingsAsked(command), last: now });
  }
}
