import type { AddressInfo } from 'node:net';
import { bareServer } from './bare-server.ts';
import { behaviours, type Behaviour, type BehaviourName, type Counts } from './behaviours.ts';

// A truth server in a process of its own: behaviour and options as JSON in its arguments; it tells its port, and its
// counts whenever it is asked, by IPC; it ends with its parent.
const [name, options] = [process.argv[2] as BehaviourName, JSON.parse(process.argv[3] ?? '{}') as never];
const counts: Counts = { connections: 0 };
const behaviour = (behaviours[name] as (options: never) => Behaviour)(options);
const server = bareServer(behaviour(counts));
server.on('connection', () => (counts['connections'] = (counts['connections'] ?? 0) + 1));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => process.send?.({ counts }));
process.on('disconnect', () => process.exit(0));
