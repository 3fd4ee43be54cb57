import type { LiveEvent, NumberedEvent } from '../../../live/messages.ts';
import { LiveCharts } from './live-charts.ts';
import { shows } from './live-shows.ts';
import { startTheme } from './theme.ts';

const charts = new LiveCharts();
let seen = 0;

function take(event: LiveEvent): void {
  switch (event.type) {
    case 'second':
      charts.add(event.second);
      return shows.second(event.second);
    case 'marker':
      charts.mark(event.marker);
      return shows.marker(event.marker);
    case 'over':
      // The report stands where this page stood.
      return location.reload();
    default:
      return shows.rest(event);
  }
}

const stored = JSON.parse(document.querySelector('#live-events')?.textContent ?? '[]') as NumberedEvent[];
for (const { number, event } of stored) {
  seen = Math.max(seen, number);
  take(event);
}
charts.draw();
startTheme(() => charts.draw());

const source = new EventSource(`/events?after=${seen}`);
source.addEventListener('message', ({ data }) => {
  take(JSON.parse(String(data)) as LiveEvent);
  charts.drawSoon();
});
source.addEventListener('open', () => shows.connected(true));
source.addEventListener('error', () => shows.connected(false));
document.addEventListener('visibilitychange', () => charts.drawSoon());
setInterval(() => shows.clock(), 1000);
