import { authorityAsked, formAsked, keyAsked, leaving, memberAsked, settingsAsked } from './asked.js';
import type { Command, RegisterAct } from './command.js';
import { mayFollow } from './days.js';
import type { PaperView } from './paper-view.js';

type Registering = Command & { readonly act: RegisterAct };

/** Whether an administrator may enter this: each his own member's entries, the keeper what all members share. */
export function allowsRegister(paper: PaperView, command: Registering): boolean {
  const { register, now } = paper;
  const { act, member } = command;
  const keeper = member === 'ASEAN';
  switch (act) {
    case 'enter-member': {
      const own = register.members.get(member);
      const { code, exchanges } = memberAsked(command);
      return code === member && exchanges === own?.exchanges && mayFollow(now, own.last);
    }
    case 'depart': {
      const target = register.members.get(leaving(command));
      return (
        keeper &&
        target?.exchanges === true &&
        register.present(leaving(command)) &&
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
      const { code, outside, members } = formAsked(paper, command);
      return (
        keeper &&
        outside.every((country) => members.includes(country)) &&
        mayFollow(now, register.forms.get(code)?.last ?? 0)
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
      const target = register.members.get(leaving(command));
      if (target === undefined) return;
      target.left = now;
      target.gone = true;
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
      register.forms.set(code, { ...form, last: now });
      return;
    }
    case 'settle':
      register.settings.set(member, { ...settingsAsked(command), last: now });
  }
}
