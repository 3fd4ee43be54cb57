import { Link } from 'wouter';
import { pages } from '../../pages.ts';

/** signInFrom is the address of the sign-in page, which leads back to where one was. */
export function signInFrom(path: string): string {
  return `${pages.signIn}?${new URLSearchParams({ next: path }).toString()}`;
}

export function SignInLink({ children }: { readonly children: string }) {
  return (
    <Link className="button button-main" href={signInFrom(location.pathname)}>
      {children}
    </Link>
  );
}
