import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { SessionProvider } from './session/session.tsx';
import { keepToken, keptToken, readToken, takeTokenFromAddress } from './session/token.ts';
import './styles/styles.css';
import { listen, tellError } from './telemetry/tell.ts';

const given = takeTokenFromAddress();
const bearer = readToken(given ?? keptToken() ?? '', Date.now());
keepToken(bearer?.token);

const place = document.getElementById('root');
if (place === null) throw new Error('the document has no place for the page');

createRoot(place, {
  onCaughtError: (error) => tellError(error),
  onUncaughtError: (error) => tellError(error),
}).render(
  <StrictMode>
    <SessionProvider initial={bearer}>
      <App />
    </SessionProvider>
  </StrictMode>,
);

// After the page, which works without.
void import('./telemetry/faro.ts').then(
  ({ openFaro }) => listen(openFaro),
  () => undefined,
);
