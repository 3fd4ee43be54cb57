import type { Stop } from '../../model/shutdown-observation.ts';
import type { Replica } from '../../targets/target.ts';
import type { Recording } from '../recording.ts';

/** readyAtMs: when a replica was seen to be ready. */
export function readyAtMs({ startup }: Replica): number {
  return startup.spawnedAtMs + startup.spawnToReadyMs;
}

/** markAddition puts the arrival of a replica on the time axis. */
export function markAddition(recording: Recording, replica: Replica, requestedAtMs: number): void {
  const { service, name } = replica;
  const of = { service, replica: name };
  recording.mark({ ...of, atMs: requestedAtMs, kind: 'replica-requested', label: `${name} asked for` });
  recording.mark({ ...of, atMs: readyAtMs(replica), kind: 'replica-ready', label: `${name} ready` });
}

/** markStop puts the end of a replica on the time axis. */
export function markStop(recording: Recording, stop: Stop): void {
  const { service, replica, signal, signalledAtMs, drainTimeMs } = stop;
  const of = { service, replica };
  recording.mark({ ...of, atMs: signalledAtMs, kind: 'replica-signalled', label: `${replica} ${signal}` });
  const exitedAtMs = signalledAtMs + drainTimeMs;
  recording.mark({ ...of, atMs: exitedAtMs, kind: 'replica-exited', label: `${replica} exited` });
}
