/** A product as the seed lays it down. */
export interface SeedProduct {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stock: number;
  readonly testProduct: boolean;
}

interface Kind {
  readonly code: string;
  readonly name: string;
  readonly use: string;
  readonly fromCents: number;
}

const kinds: readonly Kind[] = [
  { code: 'MUG', name: 'Mug', use: 'Holds 350 ml and keeps its handle cool.', fromCents: 1_290 },
  { code: 'BWL', name: 'Bowl', use: 'Deep enough for soup, wide enough for salad.', fromCents: 1_790 },
  { code: 'TPT', name: 'Teapot', use: 'Pours without a drip; serves four cups.', fromCents: 4_490 },
  { code: 'KET', name: 'Kettle', use: 'Boils 1.2 litres on any stove.', fromCents: 5_900 },
  { code: 'BRD', name: 'Cutting Board', use: 'Planed on both sides, oiled by hand.', fromCents: 3_250 },
  { code: 'KNF', name: 'Kitchen Knife', use: 'A blade of 18 cm for nearly everything.', fromCents: 6_400 },
  { code: 'TWL', name: 'Tea Towel', use: 'Dries a full rack and lasts for years.', fromCents: 990 },
  { code: 'APR', name: 'Apron', use: 'Two pockets, and straps that cross at the back.', fromCents: 2_890 },
  { code: 'LMP', name: 'Table Lamp', use: 'Warm light for reading, dimmable by touch.', fromCents: 7_900 },
  { code: 'VSE', name: 'Vase', use: 'Stands firm, even with long stems.', fromCents: 2_490 },
  { code: 'BLK', name: 'Blanket', use: 'Covers two on a sofa; washes at 40 degrees.', fromCents: 8_900 },
  { code: 'NTB', name: 'Notebook', use: '160 dotted pages that lie flat when open.', fromCents: 1_450 },
];

interface Style {
  readonly code: string;
  readonly name: string;
  readonly look: string;
}

const styles: readonly Style[] = [
  { code: 'ALD', name: 'Alder', look: 'Light as alder wood, with a fine grain.' },
  { code: 'BAS', name: 'Basalt', look: 'Matt black, like cooled lava.' },
  { code: 'CLO', name: 'Clover', look: 'A quiet green that goes with most kitchens.' },
  { code: 'DUN', name: 'Dune', look: 'The colour of dry sand.' },
  { code: 'EMB', name: 'Ember', look: 'A glowing red with darker edges.' },
  { code: 'FJD', name: 'Fjord', look: 'Deep blue, almost grey in the evening.' },
  { code: 'GLA', name: 'Glacier', look: 'White with a breath of blue.' },
  { code: 'HRV', name: 'Harvest', look: 'Yellow like ripe wheat.' },
  { code: 'INK', name: 'Inkwell', look: 'Blue-black, with a silky finish.' },
  { code: 'JUN', name: 'Juniper', look: 'Grey-green, speckled like the berry.' },
  { code: 'KLN', name: 'Kiln', look: 'Raw clay outside, glazed inside.' },
  { code: 'LIN', name: 'Linen', look: 'Undyed, in the shade of flax.' },
  { code: 'MOO', name: 'Moor', look: 'Brown and violet, like heather in autumn.' },
  { code: 'NRT', name: 'Northern', look: 'Plain lines and no ornament at all.' },
  { code: 'OCH', name: 'Ochre', look: 'Warm earth, a little uneven by intent.' },
  { code: 'PEB', name: 'Pebble', look: 'Rounded all over, grey with white veins.' },
  { code: 'QRZ', name: 'Quartz', look: 'Milky, with a faint rose tone.' },
  { code: 'RUS', name: 'Russet', look: 'Reddish brown, like an old apple.' },
  { code: 'SLT', name: 'Slate', look: 'Dark grey with a natural edge.' },
];

/**
 * One product in twenty is for automated orders, so that every page of the default size holds one and their load is spread
 * over several rows. They are found by `search=TEST-` too.
 */
const testProductEvery = 20;
/** More than all load tests of a lifetime will order. */
const testProductStock = 1_000_000_000;
const testProductPriceCents = 100;

/** 240 products: twelve kinds in nineteen styles, and twelve test products among them. */
export function seedProducts(): SeedProduct[] {
  const products: SeedProduct[] = [];
  for (const row of styles.keys()) {
    for (const [column, kind] of kinds.entries()) {
      const style = styleOf(row, column);
      addTestProductIfDue(products);
      products.push({
        id: products.length + 1,
        sku: `${kind.code}-${style.code}`,
        name: `${style.name} ${kind.name}`,
        description: `${kind.use} ${style.look}`,
        priceCents: kind.fromCents + ((row * 7 + column * 3) % 10) * 50,
        stock: 25 + ((row * 31 + column * 17) % 200),
        testProduct: false,
      });
    }
  }
  addTestProductIfDue(products);
  return products;
}

/** Neighbours differ in style, and each kind comes in every style once: 8 and the number of styles share no divisor. */
function styleOf(row: number, column: number): Style {
  const style = styles[(row + 8 * column) % styles.length];
  if (!style) {
    throw new RangeError('there are no styles');
  }
  return style;
}

function addTestProductIfDue(products: SeedProduct[]): void {
  const id = products.length + 1;
  if (id % testProductEvery === 0) {
    const number = String(id / testProductEvery).padStart(2, '0');
    products.push({
      id,
      sku: `TEST-${number}`,
      name: `Test Product ${number}`,
      description: 'Ordered by automated checks in every environment; never delivered.',
      priceCents: testProductPriceCents,
      stock: testProductStock,
      testProduct: true,
    });
  }
}
