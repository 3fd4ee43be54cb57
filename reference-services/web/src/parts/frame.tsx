import { Link, useLocation } from 'wouter';
import { pages } from '../../pages.ts';
import { useSession } from '../session/session.tsx';

export function Header() {
  const { bearer, profile } = useSession();
  const name = profile.state === 'known' ? profile.profile.first : 'Account';
  return (
    <header className="header">
      <div className="header-inner">
        <Link href={pages.browse} className="logo">
          <span className="logo-stub" aria-hidden="true" />
          MyEvents
        </Link>
        <nav aria-label="Main">
          <ul>
            <NavItem href={pages.browse}>Events</NavItem>
            <NavItem href={pages.bookings}>My bookings</NavItem>
            <NavItem href={pages.signIn}>{bearer === undefined ? 'Sign in' : name}</NavItem>
          </ul>
        </nav>
      </div>
    </header>
  );
}

function NavItem({ href, children }: { readonly href: string; readonly children: string }) {
  const [path] = useLocation();
  return (
    <li>
      <Link href={href} aria-current={path === href ? 'page' : undefined}>
        {children}
      </Link>
    </li>
  );
}

export function Footer() {
  return (
    <footer className="footer">
      <p>A reference service of Rehearse. The evenings are made up, and so are the seats.</p>
    </footer>
  );
}
