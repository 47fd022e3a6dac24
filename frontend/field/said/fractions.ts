/** Exact fractions over whole numbers of any size: money is never rounded on its way. */

export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint; // above zero, and without a common factor with `top`
}

export function fraction(top: bigint, bottom = 1n): Fraction {
  const common = divisor(top < 0n ? -top : top, bottom) || 1n;
  return { top: top / common, bottom: bottom / common };
}

/** The worth of plain digits such as 12 or 3.50. */
export function fromDigits(digits: string): Fraction {
  const [whole = "", decimals = ""] = digits.split(".");
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

export function plus(one: Fraction, other: Fraction): Fraction {
  return fraction(one.top * other.bottom + other.top * one.bottom, one.bottom * other.bottom);
}

export function times(one: Fraction, other: Fraction): Fraction {
  return fraction(one.top * other.top, one.bottom * other.bottom);
}

/** Below zero, zero or above, as `one` is less than, equal to or more than `other`. */
export function compared(one: Fraction, other: Fraction): number {
  const difference = one.top * other.bottom - other.top * one.bottom;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** The nearest whole number of ten-thousandths, a half to the even one. */
export function inTenThousandths({ top, bottom }: Fraction): bigint {
  const size = (top < 0n ? -top : top) * 10_000n;
  const [whole, rest] = [size / bottom, (size % bottom) * 2n];
  const up = rest > bottom || (rest === bottom && whole % 2n === 1n);
  return (top < 0n ? -1n : 1n) * (up ? whole + 1n : whole);
}

function divisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : divisor(other, one % other);
}
