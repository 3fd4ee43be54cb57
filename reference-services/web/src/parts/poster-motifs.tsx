import type { JSX } from 'react';
import { drawnFrom } from './poster-draw.ts';

export interface MotifProps {
  /** What the motif is drawn from. */
  readonly name: string;
  /** The ground, and three colours upon it. */
  readonly palette: readonly [string, string, string, string];
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A hair more than the shape: without it the ground shows between tiles of one colour. */
function inked(colour: string | undefined) {
  return { fill: colour, stroke: colour, strokeWidth: 0.5 };
}

/** Quarter circles on tiles. */
function Tiles({ name, palette }: MotifProps) {
  const draw = drawnFrom(`${name} `);
  const size = 40;
  const tiles = indexes(40).map((index) => {
    const [x, y] = [(index % 8) * size, Math.floor(index / 8) * size];
    const turn = `rotate(${90 * draw(4)} ${x + size / 2} ${y + size / 2})`;
    const shape = `M${x} ${y}h${size}a${size} ${size} 0 0 1 -${size} ${size}z`;
    return draw(5) === 0 ? null : (
      <path key={index} d={shape} transform={turn} {...inked(palette[1 + draw(3)])} />
    );
  });
  return <g>{tiles}</g>;
}

/** The level of a sound, bar by bar. */
function Bars({ name, palette }: MotifProps) {
  const draw = drawnFrom(`${name} `);
  const bars = indexes(22).map((index) => {
    const height = 24 + draw(140) * Math.sin((Math.PI * (index + 1)) / 23);
    return (
      <rect
        key={index}
        x={10 + index * 14}
        y={100 - height / 2}
        width="8"
        height={height}
        rx="4"
        fill={palette[1 + draw(3)]}
      />
    );
  });
  return <g>{bars}</g>;
}

/** A sun behind stripes. */
function Sun({ name, palette }: MotifProps) {
  const draw = drawnFrom(`${name} `);
  const x = 90 + draw(140);
  const stripes = indexes(7).map((index) => (
    <rect key={index} y={104 + index * 14} width="320" height={3 + index * 1.6} fill={palette[0]} />
  ));
  return (
    <g>
      <circle cx={x} cy="112" r="84" fill={palette[1]} />
      <circle cx={x + 24 - draw(48)} cy="96" r="46" fill={palette[2]} />
      {stripes}
    </g>
  );
}

/** Waves above waves. */
function Waves({ name, palette }: MotifProps) {
  const draw = drawnFrom(`${name} `);
  const waves = indexes(6).map((index) => {
    const [y, rise, shift] = [52 + index * 28, 14 + draw(16), draw(80)];
    const crest = `M${-shift} ${y} q40 ${-rise} 80 0 t80 0 t80 0 t80 0 t80 0 V220 H-80z`;
    return (
      <path key={index} d={crest} fill={palette[index % 2 === 0 ? 1 : index === 3 ? 3 : 2]} opacity={0.92} />
    );
  });
  return <g>{waves}</g>;
}

/** Rings, as of a record or a stage seen from above. */
function Rings({ name, palette }: MotifProps) {
  const draw = drawnFrom(`${name} `);
  const [x, y] = [60 + draw(200), 60 + draw(100)];
  const rings = indexes(7).map((index) => (
    <circle
      key={index}
      cx={x}
      cy={y}
      r={176 - index * 25}
      fill={palette[(index % 3) + 1]}
      opacity={index % 2 === 0 ? 1 : 0.9}
    />
  ));
  return (
    <g>
      {rings}
      <circle cx={x} cy={y} r="10" fill={palette[0]} />
    </g>
  );
}

/** motifs: what a poster may show. */
export const motifs: readonly [
  (props: MotifProps) => JSX.Element,
  ...((props: MotifProps) => JSX.Element)[],
] = [Tiles, Bars, Sun, Waves, Rings];
