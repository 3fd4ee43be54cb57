import { metrics, perSecond } from './services.ts';

/** eventLoopUtilization: share of time in which the event loop of a replica was busy, 0 to 1. */
export const eventLoopUtilization = `${perSecond(metrics.eventLoopActiveSeconds)} / (${perSecond(metrics.eventLoopActiveSeconds)} + ${perSecond(metrics.eventLoopIdleSeconds)})`;
