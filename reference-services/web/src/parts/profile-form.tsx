import { type FormEvent, type InputHTMLAttributes, useId, useState } from 'react';
import { type Failure, failureOf } from '../api/failure.ts';
import { useSession } from '../session/session.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { fieldText } from './field-text.ts';

const longestName = 100;
const oldest = 150;

export interface ProfileFormProps {
  readonly intro: string;
  /** Called when this form is about to go. */
  readonly onSaved: () => void;
}

/** ProfileForm asks who books, once. */
export function ProfileForm({ intro, onSaved }: ProfileFormProps) {
  const { tellProfile } = useSession();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (name: string) => fieldText(form, name);
    if (busy) return;
    setBusy(true);
    tellProfile({ first: text('first'), last: text('last'), age: Number(text('age')) }).then(
      onSaved,
      (error: unknown) => {
        setFailure(failureOf(error));
        setBusy(false);
      },
    );
  };
  return (
    <form className="form" onSubmit={submit} aria-busy={busy}>
      <p>{intro}</p>
      <Field name="first" label="First name" autoComplete="given-name" maxLength={longestName} />
      <Field name="last" label="Last name" autoComplete="family-name" maxLength={longestName} />
      <Field name="age" label="Age" type="number" min={0} max={oldest} inputMode="numeric" />
      {failure && <FailureNotice failure={failure} what="Your name was not saved" />}
      <button type="submit" className="button button-main" aria-disabled={busy}>
        {busy ? 'Saving …' : 'Save and go on'}
      </button>
    </form>
  );
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { readonly name: string; readonly label: string };

function Field({ label, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} required pattern={input.type === 'number' ? undefined : '.*\\S.*'} {...input} />
    </div>
  );
}
