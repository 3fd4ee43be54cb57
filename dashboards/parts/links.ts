import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';

/** tag: what all our dashboards carry. */
export const tag = 'rehearse';

/** toTheOthers: a link to each of our dashboards, which keeps the time range and what was chosen. */
export function toTheOthers(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('Rehearse')
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .icon('external link')
    .tooltip('the other dashboards, at the same time and for the same choice')
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true)
    .targetBlank(false);
}
