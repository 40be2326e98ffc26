package io.pinisi.cluster.machinery.meta;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact amount of a resource, such as {@code 1500m} CPU or {@code 1.5Gi} memory, read and
 * printed as {@code resource.Quantity} does: it keeps its family of suffixes, prints without a
 * fraction, and is neither finer than a nano nor larger than 2⁶³−1.
 *
 * <p>Equality is by value and family; compare amounts with {@link #compareTo}.
 */
public record Quantity(BigDecimal value, Format format) implements Comparable<Quantity> {
    private static final Pattern SHAPE =
            Pattern.compile("([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");
    private static final Pattern EXPONENT = Pattern.compile("[eE]([-+]?\\d{1,4})");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL =
            List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final int FINEST = 9;
    private static final int LARGEST = 18;
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal MIN = MAX.negate();
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final BigDecimal KIBI_DECIMAL = new BigDecimal(KIBI);

    /** Nothing; the last constant, because its making needs the others. */
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL);

    /** The family of suffixes a quantity was written with. */
    public enum Format {
        /** {@code n u m k M G T P E} or none. */
        DECIMAL,
        /** {@code Ki Mi Gi Ti Pi Ei}. */
        BINARY,
        /** {@code e3}. */
        EXPONENT
    }

    public Quantity {
        if (value.scale() > FINEST) {
            value = value.setScale(FINEST, RoundingMode.UP);
        }
        value = value.max(MIN).min(MAX).stripTrailingZeros();
    }

    /**
     * Reads a quantity.
     *
     * @throws IllegalArgumentException with the words that Kubernetes has for it
     */
    public static Quantity parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression"
                            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        String suffix = shape.group(2);
        BigDecimal number = number(shape.group(1));
        Matcher exponent = EXPONENT.matcher(suffix);
        if (exponent.matches()) {
            int power = Integer.parseInt(exponent.group(1));
            return new Quantity(scaled(number, power), Format.EXPONENT);
        }
        int decimal = DECIMAL.indexOf(suffix);
        if (decimal >= 0) {
            return new Quantity(scaled(number, (decimal - 3) * 3), Format.DECIMAL);
        }
        int binary = BINARY.indexOf(suffix);
        if (binary > 0) {
            return new Quantity(number.multiply(KIBI_DECIMAL.pow(binary)), Format.BINARY);
        }
        throw new IllegalArgumentException("unable to parse quantity's suffix");
    }

    public static Quantity of(long units) {
        return new Quantity(BigDecimal.valueOf(units), Format.DECIMAL);
    }

    public static Quantity ofMilli(long thousandths) {
        return new Quantity(BigDecimal.valueOf(thousandths, 3), Format.DECIMAL);
    }

    private static BigDecimal number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("unable to parse numeric part of quantity");
        }
        return new BigDecimal(text);
    }

    /** Powers far outside the range are cut, so that a short text cannot ask for a huge number. */
    private static BigDecimal scaled(BigDecimal number, int power) {
        int headroom = number.precision() + Math.abs(number.scale());
        int bound = FINEST + LARGEST + headroom + 1;
        return number.scaleByPowerOfTen(Math.clamp(power, -bound, bound));
    }

    /** Whole units, a fraction rounded away from zero. */
    public long asLong() {
        return rounded(value);
    }

    /** Thousandths, a finer fraction rounded away from zero. */
    public long asMilli() {
        return rounded(value.scaleByPowerOfTen(3));
    }

    private static long rounded(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.UP).min(MAX).max(MIN).longValueExact();
    }

    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value), dominant(other));
    }

    public Quantity minus(Quantity other) {
        return new Quantity(value.subtract(other.value), dominant(other));
    }

    private Format dominant(Quantity other) {
        return isZero() ? other.format : format;
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /** The canonical text: no fraction, and the largest suffix that allows that. */
    @Override
    public String toString() {
        if (isZero()) {
            return "0";
        }
        return switch (format) {
            case BINARY -> isBelowKibi() || value.scale() > 0 ? decimal() : binary();
            case DECIMAL -> decimal();
            case EXPONENT -> exponent();
        };
    }

    private boolean isBelowKibi() {
        return value.abs().compareTo(KIBI_DECIMAL) < 0;
    }

    private String binary() {
        BigInteger mantissa = value.toBigIntegerExact();
        int power = 0;
        while (power < BINARY.size() - 1 && mantissa.mod(KIBI).signum() == 0) {
            mantissa = mantissa.divide(KIBI);
            power++;
        }
        return mantissa + BINARY.get(power);
    }

    private String decimal() {
        int power = Math.min(thirdPower(), LARGEST);
        return mantissa(power) + DECIMAL.get(power / 3 + 3);
    }

    private String exponent() {
        int power = thirdPower();
        return power == 0 ? mantissa(0) : mantissa(power) + "e" + power;
    }

    private int thirdPower() {
        return Math.floorDiv(-value.scale(), 3) * 3;
    }

    private String mantissa(int power) {
        return value.scaleByPowerOfTen(-power).toBigIntegerExact().toString();
    }
}
