/** What outcomes and steps are made of: plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
