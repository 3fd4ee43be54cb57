/** NewLocation and NewEvent: bodies of the platform's own routes. */
export interface NewLocation {
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly openTime: string;
  readonly closeTime: string;
  readonly halls: readonly { readonly name: string; readonly capacity: number }[];
}

/** bigHall holds more than a run can sell; smallHall sells out within seconds, so that overselling would show. */
const bigHall = 20_000;
const smallHall = 60;

/** locations of the demo: each with a big and a small hall. */
export const locations: readonly NewLocation[] = [
  { name: 'Tempodrom', address: 'Möckernstraße 10, Berlin', country: 'Germany' },
  { name: 'Roundhouse', address: 'Chalk Farm Road, London', country: 'United Kingdom' },
  { name: 'Paradiso', address: 'Weteringschans 6-8, Amsterdam', country: 'Netherlands' },
  { name: 'Ancienne Belgique', address: 'Anspachlaan 110, Brussels', country: 'Belgium' },
].map((place) => ({
  ...place,
  openTime: '18:00',
  closeTime: '23:00',
  halls: [
    { name: 'Main hall', capacity: bigHall },
    { name: 'Club', capacity: smallHall },
  ],
}));

/** DemoEvent: an event of the demo, by the place and hall it is held in, with its share of the visitors' attention. */
export interface DemoEvent {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly location: number;
  readonly hall: number;
  readonly price: { readonly amount: number; readonly currency: string };
  readonly weight: number;
}

const performers = [
  'String Quartet',
  'Big Band',
  'Chamber Choir',
  'Jazz Trio',
  'Opera Gala',
  'Organ Recital',
  'Folk Night',
  'Late Show',
  'Symphony',
  'Songwriters',
];

const day = 86_400_000;
const firstEvening = Date.UTC(2030, 0, 4, 19);

/** events of the demo: forty evenings; every tenth is in a small hall and draws three times the attention. */
export const events: readonly DemoEvent[] = Array.from({ length: 40 }, (_, index) => {
  const start = firstEvening + index * 7 * day;
  const small = index % 10 === 9;
  return {
    name: `${performers[index % performers.length]} ${Math.floor(index / performers.length) + 1}`,
    start: new Date(start).toISOString(),
    end: new Date(start + 3 * 3_600_000).toISOString(),
    location: index % locations.length,
    hall: small ? 1 : 0,
    price: { amount: 2500 + (index % 7) * 500, currency: 'EUR' },
    weight: small ? 3 : 1,
  };
});

/** users of the demo. */
export const users: readonly { readonly first: string; readonly last: string; readonly age: number }[] =
  Array.from({ length: 200 }, (_, index) => ({
    first: 'Visitor',
    last: `No. ${index + 1}`,
    age: 18 + (index % 60),
  }));
