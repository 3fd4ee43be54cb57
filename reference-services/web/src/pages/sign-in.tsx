import { type FormEvent, useId, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { pages } from '../../pages.ts';
import { usePage } from '../hooks/use-page.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { fieldText } from '../parts/field-text.ts';
import { ProfileForm } from '../parts/profile-form.tsx';
import { useSession } from '../session/session.tsx';

export function SignInPage() {
  const { bearer } = useSession();
  const title = bearer === undefined ? 'Sign in' : 'Your account';
  const heading = usePage(pages.signIn, title);
  // What had the focus is gone by then.
  const focus = () => heading.current?.focus();
  return (
    <>
      <div className="hero">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </div>
      <div className="panel panel-alone">
        {bearer === undefined ? <TokenForm onDone={focus} /> : <Account onDone={focus} />}
      </div>
    </>
  );
}

interface StepProps {
  readonly onDone: () => void;
}

function TokenForm({ onDone }: StepProps) {
  const { signIn, endedBecause } = useSession();
  const [refused, setRefused] = useState(false);
  const [id, hint, error] = [useId(), useId(), useId()];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const accepted = signIn(fieldText(event.currentTarget, 'token'));
    setRefused(!accepted);
    if (accepted) onDone();
  };
  return (
    <form className="form" onSubmit={submit}>
      {endedBecause !== undefined && <p role="alert">You were signed out. {endedBecause}</p>}
      <div className="field">
        <label htmlFor={id}>Token</label>
        <textarea
          id={id}
          name="token"
          rows={5}
          required
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby={`${hint} ${error}`}
          aria-invalid={refused}
        />
        <p id={error} className="field-error" role="alert">
          {refused && 'This is no token of the platform, or it has expired.'}
        </p>
        <p id={hint} className="field-hint">
          <code>rehearse up</code> prints one, and an address that holds it.{' '}
          <code>npx rehearse token --subject ada</code> signs another. It is kept until you close the tab.
        </p>
      </div>
      <button type="submit" className="button button-main">
        Sign in
      </button>
    </form>
  );
}

function Account({ onDone }: StepProps) {
  const { profile, reloadProfile, signOut } = useSession();
  const next = nextOf(useSearch());
  const signOutButton = (
    <button type="button" className="button" onClick={() => signOut()}>
      Sign out
    </button>
  );
  switch (profile.state) {
    case 'loading':
      return <p role="status">Loading …</p>;
    case 'failed':
      return (
        <FailureNotice failure={profile.failure} what="We cannot see who you are" onRetry={reloadProfile} />
      );
    case 'missing':
      return (
        <>
          <ProfileForm intro="Welcome. What is your name? We ask once." onSaved={onDone} />
          {signOutButton}
        </>
      );
    default:
      return (
        <>
          <p role="status">
            Signed in as{' '}
            <strong>
              {profile.profile.first} {profile.profile.last}
            </strong>
            .
          </p>
          <p className="booked-foot">
            <Link className="button button-main" href={next ?? pages.browse}>
              {next === undefined ? 'See what’s on' : 'Go on'}
            </Link>
            {signOutButton}
          </p>
        </>
      );
  }
}

/** Where one came from: a path of this page, and never another's. */
function nextOf(search: string): string | undefined {
  const next = new URLSearchParams(search).get('next');
  return next !== null && /^\/(?![/\\])/.test(next) ? next : undefined;
}
