import { useOnline } from '../hooks/use-online.ts';

/** OfflineNotice says that there is no network, as long as there is none. */
export function OfflineNotice() {
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <p className="offline">You are offline. What you see may be out of date, and booking has to wait.</p>
      )}
    </div>
  );
}
