package dev.fanfare.config;

import java.math.BigInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A kind of value that counts something, within a range. */
record Quantity(Unit unit, long min, long max, LongFunction<Object> as) implements Kind {

  static Quantity of(Unit unit, String range, LongFunction<Object> as) {
    if (range.isEmpty()) return new Quantity(unit, 0, Integer.MAX_VALUE, as);
    int dots = range.indexOf("..");
    return new Quantity(
        unit, bound(unit, range.substring(0, dots)), bound(unit, range.substring(dots + 2)), as);
  }

  private static long bound(Unit unit, String text) {
    Long amount = unit.parse(text);
    if (amount == null) throw new IllegalArgumentException(text + " is not " + unit.wants);
    return amount;
  }

  @Override
  public @Nullable Object read(Object json, Place at) {
    Long amount = amount(json);
    if (amount == null) return refuse(json, at);
    if (amount >= min && amount <= max) return as.apply(amount);
    at.refuse(at.show(json) + " is out of range; " + range());
    return null;
  }

  /** How much it is; null when it is none of this unit. */
  @Nullable Long amount(Object json) {
    if (json instanceof String text) return text.matches("\\d*") ? null : unit.parse(text);
    if (!unit.bare()) return null;
    if (json instanceof BigInteger big) return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    boolean whole = json instanceof Integer || json instanceof Long || json instanceof Short;
    return whole ? ((Number) json).longValue() : null;
  }

  /** Digits alone are a number, as they would be in a file. */
  @Override
  public Object json(String text) {
    if (!text.matches("-?\\d{1,40}")) return text;
    BigInteger number = new BigInteger(text);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  @Override
  public String wants() {
    return unit.wants + ", " + range();
  }

  private String range() {
    return unit.show(min) + " to " + unit.show(max);
  }
}
