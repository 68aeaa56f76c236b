/** What an exercise is about: only names and nouns change with it, never what is to be learned. */
export interface Theme {
  name: string;
  /** One of what has names, and several. */
  thing: string;
  things: string;
  /** Eight names, each a single word. */
  items: readonly string[];
  /** What is counted, several of it. */
  amount: string;
}

const words = (text: string): string[] => text.split(' ');

export const themes: readonly Theme[] = [
  {
    ...{ name: 'football', thing: 'team', things: 'teams', amount: 'goals' },
    items: words('Rovers United City Athletic Wanderers County Albion Rangers'),
  },
  {
    ...{ name: 'baking', thing: 'cake', things: 'cakes', amount: 'slices' },
    items: words('carrot lemon walnut cherry almond ginger apple honey'),
  },
  {
    ...{ name: 'weather', thing: 'town', things: 'towns', amount: 'degrees' },
    items: words('Oslo Lima Cairo Quito Delhi Perth Turin Kyoto'),
  },
  {
    ...{ name: 'library', thing: 'book', things: 'books', amount: 'pages' },
    items: words('Emma Heidi Momo Dracula Ivanhoe Matilda Kim Persuasion'),
  },
  {
    ...{ name: 'pets', thing: 'pet', things: 'pets', amount: 'walks' },
    items: words('Rex Luna Milo Coco Bella Otto Nala Gizmo'),
  },
  {
    ...{ name: 'music', thing: 'song', things: 'songs', amount: 'plays' },
    items: words('Drift Echo Harbour Lantern Mirrors Orbit Sunday Velvet'),
  },
  {
    ...{ name: 'garden', thing: 'plant', things: 'plants', amount: 'flowers' },
    items: words('basil clover daisy fennel ivy lily mint rose'),
  },
  {
    ...{ name: 'space', thing: 'planet', things: 'planets', amount: 'moons' },
    items: words('Mercury Venus Earth Mars Jupiter Saturn Uranus Neptune'),
  },
];

export const people: readonly string[] = words('Maya Leo Ana Tom Zoe Ben Ida Sam Noor Kai Eva Max');

/** @returns the text with a capital letter at the front */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
