/** Goods as they stand in box 7, with the units and packages they are traded in. */
export interface Goods {
  /** HS 2022. */
  readonly hs: string;
  readonly description: string;
  /** UN/ECE Rec 20. */
  readonly unit: string;
  /** UN/ECE Rec 21. */
  readonly package: string;
  /** Grown, caught or mined in the member: wholly obtained there. */
  readonly obtained: boolean;
}

const grown = (hs: string, description: string, packageType: string): Goods => ({
  ...{ hs, description, unit: 'KGM', package: packageType, obtained: true },
});
const made = (hs: string, description: string, unit: string, packageType = 'CT'): Goods => ({
  ...{ hs, description, unit, package: packageType, obtained: false },
});

/** What Viet Nam, Singapore and Thailand sell each other and the world, among much else. */
export const goods: readonly Goods[] = [
  grown('030462', 'Pangasius fillets, frozen, skinless, boneless, interleaved', 'CT'),
  grown('030617', 'Vannamei shrimps, frozen, peeled, deveined, tail on', 'CT'),
  grown('080132', 'Cashew kernels, shelled, grade WW320', 'CT'),
  grown('080450', 'Mangoes, fresh, graded', 'CT'),
  grown('090111', 'Robusta coffee beans, green, not decaffeinated, screen 18', 'BG'),
  grown('090411', 'Black pepper, whole, 550 g/l, cleaned', 'BG'),
  grown('100630', 'Long grain white rice, 5 % broken, polished', 'BG'),
  grown('110814', 'Manioc starch, food grade', 'BG'),
  made('151190', 'Refined palm olein, in drums', 'KGM', 'DR'),
  made('160414', 'Tuna, skipjack, in sunflower oil, in cans', 'KGM'),
  made('190590', 'Rice crackers, seasoned, in sachets', 'KGM'),
  made('210690', 'Instant beverage preparation, in sachets', 'KGM'),
  made('220299', 'Non-alcoholic beverage with basil seeds, in bottles', 'LTR'),
  made('300490', 'Medicaments in tablets, put up for retail sale', 'KGM'),
  made('330499', 'Skin care preparations, in tubes', 'H87'),
  made('390210', 'Polypropylene in granules, homopolymer', 'KGM', 'BG'),
  made('392010', 'Polyethylene film, not reinforced, in rolls', 'KGM', 'RO'),
  made('392321', 'Bags of polymers of ethylene, printed', 'KGM'),
  made('401110', 'Pneumatic tyres, new, for motor cars, radial', 'H87', 'PK'),
  made('420292', 'Backpacks with outer surface of textile materials', 'H87'),
  made('481910', 'Cartons of corrugated paperboard', 'KGM', 'PX'),
  made('610910', "T-shirts of cotton, knitted, ladies', assorted colours", 'H87'),
  made('620342', "Trousers of cotton, woven, men's, assorted sizes", 'H87'),
  made('640399', 'Footwear, uppers of leather, outer soles of rubber', 'NPR'),
  made('640419', 'Footwear, uppers of textile materials, outer soles of plastics', 'NPR'),
  made('690721', 'Ceramic floor tiles, glazed, 600 mm by 600 mm', 'MTK', 'PX'),
  made('721049', 'Flat-rolled steel, hot-dip zinc coated, in coils', 'KGM', 'CL'),
  made('730890', 'Steel structures, prefabricated, galvanised', 'KGM', 'BE'),
  made('761699', 'Articles of aluminium, cast, machined', 'KGM'),
  made('841510', 'Air conditioning machines, split type, indoor and outdoor unit', 'H87'),
  made('847330', 'Parts of data processing machines: assembled boards', 'H87'),
  made('850440', 'Static converters: power adapters', 'H87'),
  made('851713', 'Smartphones, 128 GB', 'H87'),
  made('852872', 'Television receivers, colour, flat panel', 'H87'),
  made('853400', 'Printed circuits, multilayer', 'H87'),
  made('854231', 'Electronic integrated circuits: processors', 'H87'),
  made('854442', 'Insulated conductors fitted with connectors, 300 V', 'MTR'),
  made('870840', 'Gear boxes for motor cars', 'H87', 'CR'),
  made('870899', 'Parts of motor vehicles: brackets and mountings', 'H87', 'CR'),
  made('940161', 'Seats with wooden frames, upholstered', 'H87'),
  made('940350', 'Bedroom furniture of rubber wood', 'H87'),
  made('940360', 'Wooden furniture, dining tables', 'H87'),
];
