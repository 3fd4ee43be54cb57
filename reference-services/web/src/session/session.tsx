import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { type Bearer, findProfile, register } from '../api/bookings.ts';
import { onSignedOut } from '../api/ask.ts';
import { type Failure, failureOf } from '../api/failure.ts';
import type { Profile } from '../api/resources.ts';
import { keepToken, readToken } from './token.ts';

/** ProfileState: who somebody says to be; `missing` until they have told their name. */
export type ProfileState =
  | { readonly state: 'loading' }
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'known'; readonly profile: Profile };

/** Session is who uses the page, if they have said so. */
export interface Session {
  readonly bearer: Bearer | undefined;
  readonly profile: ProfileState;
  /** Why the last session ended, when it did so by itself. */
  readonly endedBecause: string | undefined;
  /** False when it is no token of the platform, or an expired one. */
  readonly signIn: (token: string) => boolean;
  readonly signOut: (because?: string) => void;
  /** Throws RequestFailed. */
  readonly tellProfile: (profile: Profile) => Promise<void>;
  readonly reloadProfile: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('useSession needs a SessionProvider around it');
  return session;
}

export function SessionProvider({
  initial,
  children,
}: {
  readonly initial: Bearer | undefined;
  readonly children: ReactNode;
}) {
  const [bearer, setBearer] = useState(initial);
  const [endedBecause, setEndedBecause] = useState<string>();
  const signOut = useCallback((because?: string) => {
    keepToken(undefined);
    setBearer(undefined);
    setEndedBecause(because);
  }, []);
  const signIn = useCallback((text: string) => {
    const named = readToken(text, Date.now());
    if (named === undefined) return false;
    keepToken(named.token);
    setBearer(named);
    setEndedBecause(undefined);
    return true;
  }, []);
  const profile = useProfile(bearer);
  useEffect(() => onSignedOut(signOut), [signOut]);
  const session = useMemo<Session>(
    () => ({ bearer, endedBecause, signIn, signOut, ...profile }),
    [bearer, endedBecause, signIn, signOut, profile],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

type ProfileActions = Pick<Session, 'profile' | 'tellProfile' | 'reloadProfile'>;

function useProfile(bearer: Bearer | undefined): ProfileActions {
  const [found, setFound] = useState<{ readonly of: Bearer; readonly profile: ProfileState }>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (bearer === undefined) return;
    const ending = new AbortController();
    const end = (profile: ProfileState) => ending.signal.aborted || setFound({ of: bearer, profile });
    findProfile(bearer, ending.signal).then(
      (profile) => end({ state: 'known', profile }),
      (error: unknown) => ending.signal.aborted || end(withoutProfile(failureOf(error))),
    );
    return () => ending.abort();
  }, [bearer, attempt]);
  return useMemo(
    () => ({
      profile: found !== undefined && found.of === bearer ? found.profile : { state: 'loading' },
      reloadProfile: () => {
        setFound(undefined);
        setAttempt((n) => n + 1);
      },
      tellProfile: async (told) => {
        if (bearer === undefined) return;
        const profile = await register(bearer, told);
        setFound({ of: bearer, profile: { state: 'known', profile } });
      },
    }),
    [found, bearer],
  );
}

function withoutProfile(failure: Failure): ProfileState {
  return failure.kind === 'refused' ? { state: 'missing' } : { state: 'failed', failure };
}
