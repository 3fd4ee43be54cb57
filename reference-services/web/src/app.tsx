import { Route, Switch, useLocation } from 'wouter';
import { pages } from '../pages.ts';
import { BookingsPage } from './pages/bookings.tsx';
import { BrowsePage } from './pages/browse.tsx';
import { EventPage } from './pages/event.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { Broken } from './parts/broken.tsx';
import { Footer, Header } from './parts/frame.tsx';
import { OfflineNotice } from './parts/offline-notice.tsx';

/** App is the whole page: what is around every page, and the one that the address names. */
export function App() {
  const [path] = useLocation();
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <OfflineNotice />
        <Broken key={path}>
          <Switch>
            <Route path={pages.browse} component={BrowsePage} />
            <Route path={pages.event}>{({ id }) => <EventPage key={id} id={id} />}</Route>
            <Route path={pages.bookings} component={BookingsPage} />
            <Route path={pages.signIn} component={SignInPage} />
            <Route component={NotFoundPage} />
          </Switch>
        </Broken>
      </main>
      <Footer />
    </>
  );
}
