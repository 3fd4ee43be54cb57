import { bareServer } from './bare-server.ts';
import { behaviours, type Behaviour, type BehaviourName, type Counts } from './behaviours.ts';
import { serve } from './serve.ts';

// A truth server in a process of its own: behaviour and options as JSON in its arguments.
const [name, options] = [process.argv[2] as BehaviourName, JSON.parse(process.argv[3] ?? '{}') as never];
const counts: Counts = { connections: 0 };
const behaviour = (behaviours[name] as (options: never) => Behaviour)(options);
const server = bareServer(behaviour(counts));
server.on('connection', () => (counts['connections'] = (counts['connections'] ?? 0) + 1));
serve(server, () => counts);
