type Theme = 'light' | 'dark';

const key = 'rehearse-theme';

/** startTheme makes the button switch between light and dark, and calls back whenever the colours have changed. */
export function startTheme(onChange: () => void): void {
  const remembered = recall();
  if (remembered !== undefined) document.documentElement.dataset['theme'] = remembered;
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', onChange);
  const button = document.querySelector<HTMLButtonElement>('#theme');
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const theme: Theme = isDark(system) ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = theme;
    remember(theme);
    onChange();
  });
}

function isDark(system: MediaQueryList): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? system.matches : chosen === 'dark';
}

/** recall and remember do without storage where a browser forbids it to files. */
function recall(): Theme | undefined {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice lasts as long as the page.
  }
}
