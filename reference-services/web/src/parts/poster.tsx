import { motifs } from './poster-motifs.tsx';
import { drawnFrom } from './poster-draw.ts';

const palettes = [
  ['#1d2b53', '#ff6b4a', '#ffd166', '#f7f3e9'],
  ['#0b3d3a', '#f4a259', '#f4e285', '#8cb369'],
  ['#3c1642', '#f7256f', '#ffb703', '#fdf0d5'],
  ['#7a1f2b', '#ffcf56', '#f6e7cb', '#2a9d8f'],
  ['#22223b', '#e07a5f', '#f2e9e4', '#81b29a'],
  ['#12355b', '#d7263d', '#f2c14e', '#f5f1e3'],
] as const;

/** Poster is a picture drawn from a name: the same name has the same one, everywhere. */
export function Poster({ name, className = '' }: { readonly name: string; readonly className?: string }) {
  const draw = drawnFrom(name);
  const Motif = motifs[draw(motifs.length)] ?? motifs[0];
  const palette = palettes[draw(palettes.length)] ?? palettes[0];
  return (
    <svg
      className={`poster ${className}`}
      viewBox="0 0 320 200"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect width="320" height="200" fill={palette[0]} />
      <Motif name={name} palette={palette} />
    </svg>
  );
}
