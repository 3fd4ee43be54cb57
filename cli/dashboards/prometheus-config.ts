/** scrapeSeconds: as in compose/prometheus/prometheus.yml, so that what is empty there is empty here. */
export const scrapeSeconds = 5;

/** targetsFile: which replicas there are, in Prometheus' file_sd format; rulesFolder: all within the configuration's folder. */
export const targetsFile = 'targets.json';
export const rulesFolder = 'rules';

/** prometheusConfig: of a server that scrapes what a discovery file of ours names, and takes what a run pushes. */
export const prometheusConfig = `
global:
  scrape_interval: ${scrapeSeconds}s
  scrape_timeout: 4s
  evaluation_interval: ${scrapeSeconds}s
rule_files: [${rulesFolder}/*.yml]
otlp:
  translation_strategy: NoTranslation
storage:
  tsdb:
    out_of_order_time_window: 10m
scrape_configs:
  - job_name: services
    file_sd_configs: [{ files: [${targetsFile}], refresh_interval: 1s }]
    relabel_configs:
      - source_labels: [ops_address]
        target_label: __address__
      - regex: ops_address
        action: labeldrop
`;

/** evaluatedOften: rules as they are, but evaluated as often as is scraped, because a check does not last for long. */
export function evaluatedOften(rules: string): string {
  return rules.replace(/^( +interval:) \S+$/gm, `$1 ${scrapeSeconds}s`);
}
