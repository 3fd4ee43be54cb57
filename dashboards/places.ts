import { join } from 'node:path';

/** provisionedDirectory: the dashboards as Grafana reads them; rulesDirectory: the rules as Prometheus does. */
export const provisionedDirectory = join(import.meta.dirname, 'provisioned');
export const rulesDirectory = join(import.meta.dirname, 'rules');

/** provisioningDirectory: what tells Grafana of its data sources, and where it finds the dashboards. */
export const provisioningDirectory = join(import.meta.dirname, 'provisioning');
