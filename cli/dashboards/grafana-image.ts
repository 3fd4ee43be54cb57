import { docker } from '../../load/model/docker.ts';

/** findGrafanaImage: the image that GRAFANA_IMAGE names, else any of Grafana's that is here; undefined with neither. */
export async function findGrafanaImage(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const wanted = env['GRAFANA_IMAGE'] || 'grafana/grafana';
  try {
    const format = '{{.Repository}}:{{.Tag}}';
    const found = await docker(['image', 'ls', '--filter', 'dangling=false', '--format', format, wanted]);
    return found.split('\n').find((image) => image !== '');
  } catch {
    return undefined;
  }
}
