/** One way that certificates of a form take, and how often. */
export interface Route {
  readonly form: string;
  readonly importing: string;
  /** UN/LOCODE. */
  readonly port: string;
  readonly weight: number;
}

/** A member that issues, and where to. */
export interface Issuer {
  readonly member: string;
  readonly name: string;
  readonly cities: readonly string[];
  /** Offices that number for themselves (OCP 7.3). */
  readonly offices: readonly string[];
  readonly exporters: number;
  readonly routes: readonly Route[];
}

const route = (form: string, importing: string, port: string, weight: number): Route => ({
  ...{ form, importing, port, weight },
});

/**
 * What Viet Nam sends: Form D to the members on the ledger most of all, then the other forms it issues, to partners
 * inside and outside.
 */
export const sender: Issuer = {
  member: 'VN',
  name: 'Vietnam',
  cities: ['Hà Nội', 'Hải Phòng', 'Đà Nẵng', 'Thành phố Hồ Chí Minh', 'Bình Dương', 'Cần Thơ'],
  offices: ['HAN', 'HPH', 'DAD', 'SGN', 'BDG', 'VCA'],
  exporters: 4000,
  routes: [
    route('D', 'TH', 'THLCH', 34),
    route('D', 'SG', 'SGSIN', 26),
    route('RCEP', 'TH', 'THBKK', 3),
    route('RCEP', 'SG', 'SGSIN', 2),
    route('E', 'CN', 'CNSHA', 10),
    route('AK', 'KR', 'KRPUS', 5),
    route('VK', 'KR', 'KRPUS', 4),
    route('AJ', 'JP', 'JPTYO', 4),
    route('AI', 'IN', 'INNSA', 3),
    route('AANZ', 'AU', 'AUSYD', 2),
    route('AHK', 'HK', 'HKHKG', 1),
    route('CPTPP', 'CA', 'CAVAN', 1),
    route('EUR.1', 'DE', 'DEHAM', 2),
    route('EUR.1', 'NL', 'NLRTM', 1),
    route('A', 'NO', 'NOOSL', 1),
    route('B', 'US', 'USLAX', 1),
  ],
};

/** What Viet Nam receives, from the members on the ledger. */
export const partners: readonly (Issuer & { readonly weight: number })[] = [
  {
    member: 'TH',
    name: 'Thailand',
    cities: ['Bangkok', 'Rayong', 'Chon Buri', 'Chiang Mai'],
    offices: ['BKK', 'LCH', 'CNX'],
    exporters: 2500,
    weight: 2,
    routes: [
      route('D', 'VN', 'VNSGN', 85),
      route('RCEP', 'VN', 'VNHPH', 10),
      route('AANZ', 'VN', 'VNSGN', 5),
    ],
  },
  {
    member: 'SG',
    name: 'Singapore',
    cities: ['Singapore'],
    offices: ['SIN', 'JUR'],
    exporters: 900,
    weight: 1,
    routes: [
      route('D', 'VN', 'VNSGN', 80),
      route('RCEP', 'VN', 'VNHPH', 15),
      route('AANZ', 'VN', 'VNSGN', 5),
    ],
  },
];
