/** For checks of types alone: `holds<Same<A, B>>()` compiles where both are the same type, `any` being like no other. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const holds = <_ extends true>() => {};
