/** Light (paper), dark (slate) or as the system says; kept on this device. */
export type ThemeChoice = 'system' | 'light' | 'dark';
const storageKey = 'learnflow.theme';

class Theme {
  choice: ThemeChoice = $state('system');
  #systemDark = $state(false);
  #forced: 'light' | 'dark' | undefined = $state();

  /** What is on screen now. */
  get shown(): 'light' | 'dark' {
    if (this.#forced) return this.#forced;
    if (this.choice !== 'system') return this.choice;
    return this.#systemDark ? 'dark' : 'light';
  }

  /** Called once by the root layout, before anything is drawn. */
  start(): void {
    const stored = localStorage.getItem(storageKey);
    if (stored === 'light' || stored === 'dark') this.choice = stored;
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.#apply();
    });
    this.#apply();
  }

  toggle(): void {
    this.choice = this.shown === 'dark' ? 'light' : 'dark';
    localStorage.setItem(storageKey, this.choice);
    this.#apply();
  }

  /** For a page with a look of its own, such as the projector board. @returns gives the choice back */
  force(look: 'light' | 'dark'): () => void {
    this.#forced = look;
    this.#apply();
    return () => {
      this.#forced = undefined;
      this.#apply();
    };
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown;
  }
}

export const theme = new Theme();
