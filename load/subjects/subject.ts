import type { PageVisit } from '../model/page-visit.ts';
import type { ReconciliationObservation } from '../model/reconciliation-observation.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Form, SystemSpec } from '../model/system.ts';
import type { Stopping } from './stopping.ts';

/** DatabaseUrls: the URL of each database of a subject, by the name the subject gave it. */
export type DatabaseUrls = (name: string) => string;

/** Equipment: what a run gives a subject: its databases, and a private directory that goes when the run ends. */
export interface Equipment {
  readonly databases: DatabaseUrls;
  readonly directory: string;
}

/** Topology: what of a subject is started: replicas by service; a service that is not named is left out. */
export interface Topology {
  readonly replicas: Readonly<Record<string, number>>;
  readonly ports?: Readonly<Record<string, number>>;
}

/** Told: one thing that a client was told: that a booking was made, or that it was cancelled. */
export interface Told {
  readonly told: 'booked' | 'cancelled';
  readonly bookingId: string;
}

/** Account: all that clients were told, one after the other, because it may be more than memory holds. */
export type Account = AsyncIterable<Told> | Iterable<Told>;

/** HeldRequest: a request that can be kept half-sent at a replica, with a body of at least two bytes. */
export interface HeldRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Prepared: a subject whose databases hold demo data, with what clients need to know of it. */
export interface Prepared {
  /** scenario: the journey of an open load. */
  readonly scenario: Scenario;
  /** loop: single requests of a closed load, which seeks a ceiling. */
  readonly loop: Scenario;
  /** firstAnswer: a GET of one replica whose body proves that it works, with what the body must hold. */
  readonly firstAnswer: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly holds: Readonly<Record<string, unknown>>;
  };
  /** pageVisits: what people do on its web page, each signed in as somebody else; absent where it has no page. */
  readonly pageVisits?: readonly PageVisit[];
  heldRequest(index: number): HeldRequest;
  /** heldAnswer: what an answer to a held request acknowledges, if anything. */
  heldAnswer(status: number, body: string): Told | undefined;
}

/** Subject: what is measured: services, their databases, their data, and their own account of what happened. */
export interface Subject {
  readonly name: string;
  /** scaled: the service that scale-out, restarts and startup are about. */
  readonly scaled: string;
  /** services in the order in which they start. */
  readonly services: readonly string[];
  readonly databases: readonly string[];
  /** equip writes into a run's directory what services and clients share, such as keys. */
  equip(directory: string): Promise<void>;
  system(equipment: Equipment, topology: Topology): SystemSpec;
  /** measuring: how its services are told, while they run, to measure themselves or not; absent where they cannot be. */
  readonly measuring?: {
    /** env: variables with which they can be told. */
    readonly env: Readonly<Record<string, string>>;
    /** tell has one replica do so from now on, or not. Rejects when it does not take it. */
    tell(metricsUrl: string, on: boolean): Promise<void>;
  };
  /** build makes what replicas of a form run from; a no-op where that is shipped. */
  build(form: Form, signal: AbortSignal): Promise<void>;
  /** migrate brings empty databases to the present schema. */
  migrate(databases: DatabaseUrls): Promise<void>;
  /** seed fills a started, empty system through its entry, and ends when every service knows what it must. */
  seed(entryUrl: string, equipment: Equipment): Promise<Prepared>;
  /** stopping: of the scaled service. */
  readonly stopping: Stopping;
  /** reconcile waits until nothing is under way any more, then holds the clients' account against the services' own. */
  reconcile(databases: DatabaseUrls, account: Account): Promise<ReconciliationObservation>;
}
