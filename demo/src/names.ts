/** The invented class of the demo; nobody in it exists. */
const firstClass = [
  'Maya Cohen',
  'Leo Marsh',
  'Amara Okoye',
  'Jess Murray',
  'Tomasz Nowak',
  'Chloe Tran',
  'Yusuf Karim',
  'Aiden Boyd',
  'Ben Walsh',
  'Ellie Marks',
  'George Pike',
  'Ibrahim Diallo',
  'Josh Perry',
  'Kofi Mensah',
  'Mateo Rivas',
  'Nia Evans',
  'Oskar Lind',
  'Rosa Jimenez',
  'Uma Patel',
  'Zoe Anders',
  'Lena Vogel',
  'Sam Fisher',
  'Wren Hollis',
  'Daniel Osei',
  'Elif Demir',
  'Farah Saleh',
  'Hana Kimura',
  'Priya Rao',
];
const given =
  'Ada Bram Cleo Dino Esme Finn Gita Hugo Iris Jan Kira Luca Mina Noor Otis Pia Quinn Remy Sana Theo'.split(
    ' ',
  );
const family = 'Abbot Brook Castle Dale Ebert Frost Grant Hale Ivers Jonas Keen Lowe'.split(' ');

/** @returns `count` different names; the first 28 are the demo's class. */
export function classNames(count: number): string[] {
  const names = firstClass.slice(0, count);
  for (let i = 0; names.length < count; i += 1) {
    const first = given[i % given.length] ?? 'Ada';
    const last = family[Math.floor(i / given.length) % family.length] ?? 'Abbot';
    const round = Math.floor(i / (given.length * family.length));
    names.push(round === 0 ? `${first} ${last}` : `${first} ${last} ${round + 1}`);
  }
  return names;
}
