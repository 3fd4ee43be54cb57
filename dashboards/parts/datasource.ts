/** datasource: the Prometheus that the dashboard's first variable names. */
export const datasource = { type: 'prometheus', uid: '${datasource}' } as const;

/** datasourceUid: of the Prometheus that is provisioned. */
export const datasourceUid = 'rehearse-prometheus';
